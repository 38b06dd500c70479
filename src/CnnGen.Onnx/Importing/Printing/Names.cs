using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CnnGen.Onnx.Importing.Printing;

/// <summary>Names of a file, in messages, comments and code.</summary>
internal static class Names
{
    private const int Longest = 100;

    // C#'s reserved words; contextual ones may be names.
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern "
            + "false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override "
            + "params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof "
            + "uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '),
        StringComparer.Ordinal);

    // What every network has, as its outputs and inputs would be called.
    private static readonly HashSet<string> Members = new(
        ("InputSize OutputSize Batch ParameterCount BufferCount OptimizerStateCount InferenceBytes TrainingBytes Description Forward Loss "
            + "Backward Step ClearGradients Training CopyParametersTo SetParameters CopyGradientsTo SetGradients CopyBuffersTo SetBuffers "
            + "CopyOptimizerStateTo SetOptimizerState StepCount CreateReplica WarmUp Equals GetHashCode GetType ToString MemberwiseClone Finalize "
            + "ReferenceEquals Input Inputs Outputs Weight Labels Target Targets Samples Seed LearningRate Destination Values Start").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A name of the file as it may stand in a message or a comment: on one line, not too long, without control characters.</summary>
    public static string Shown(string name)
    {
        StringBuilder text = new();
        foreach (char letter in name)
        {
            if (text.Length == Longest) return text.Append('…').ToString();
            bool isOdd = char.IsControl(letter) || char.IsSurrogate(letter)
                || char.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
            text.Append(isOdd ? '?' : letter);
        }

        return text.ToString();
    }

    public static bool IsIdentifier(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
            && !Keywords.Contains(text);

    /// <summary>What two names have in common that become the same member.</summary>
    public static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>An identifier like a name, unlike all that are taken.</summary>
    public static string Identifier(string name, string otherwise, HashSet<string> taken)
    {
        int colon = name.LastIndexOf(':');
        if (colon > 0 && name[(colon + 1)..].All(char.IsAsciiDigit)) name = name[..colon];
        string[] parts = name.Split('/', '.', ':').Where(part => part.Any(char.IsAsciiLetter)).ToArray();
        string text = parts.Length > 0 ? parts[^1] : "";
        text = string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0]) || text.Length > 40) text = otherwise;
        if (Keywords.Contains(text) || Members.Contains(text.Replace("_", "", StringComparison.Ordinal))) text += "_value";
        string unique = text;
        for (int i = 2; !taken.Add(Key(unique)); i++) unique = text + Literals.Of(i);
        return unique;
    }
}

/// <summary>The name of the class.</summary>
internal static class ClassName
{
    // What generated members are called; a member cannot have its class's name.
    private const string Suffix = "Network";

    private static readonly HashSet<string> Taken = new(
        ("Network Input Output Tap From Add Multiply Concat Slice Conv ConvTranspose MaxPool AvgPool GlobalAvgPool GlobalMaxPool "
            + "Flatten Dense Dropout Upsample Reshape Crop Pad PadChannels PixelShuffle ChannelShuffle Scale Normalize BatchNorm LayerNorm "
            + "GroupNorm GRU LSTM ReLU ReLU6 LeakyReLU PReLU ELU SELU Sigmoid Tanh SiLU GELU Softplus HardSwish HardSigmoid Softmax Clip "
            + "Square Sign Mish Sgd Adam AdamW RMSProp Huber Scalar Init PadMode UpsampleMode CnnGen System").Split(' '),
        StringComparer.Ordinal);

    public static string Of(string file, string? wanted)
    {
        if (wanted is not null)
        {
            return Names.IsIdentifier(wanted) ? wanted : throw new RefusalException($"'{Names.Shown(wanted)}' cannot be the name of a class.");
        }

        string stem = file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? file[..^5] : file;
        StringBuilder name = new();
        bool begins = true;
        foreach (char letter in stem)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                begins = true;
                continue;
            }

            name.Append(begins ? char.ToUpperInvariant(letter) : letter);
            begins = false;
        }

        string text = name.ToString();
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) text = "Model" + text;
        HashSet<string> taken = [];
        return Names.Identifier(text, Suffix, taken) == text && !IsAttribute(text) ? text : text + Suffix;
    }

    public static void CheckNamespace(string? name)
    {
        if (name is not null && !name.Split('.').All(Names.IsIdentifier))
        {
            throw new RefusalException($"'{Names.Shown(name)}' cannot be the name of a namespace.");
        }
    }

    // A class called as an attribute, or an enumeration beside them, would hide it.
    private static bool IsAttribute(string text) => Taken.Contains(text);
}
