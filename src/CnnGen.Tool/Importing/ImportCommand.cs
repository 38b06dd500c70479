using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using CnnGen.Files;
using CnnGen.Onnx;
using CnnGen.Tool.Verification;

namespace CnnGen.Tool.Importing;

/// <summary>cnngen import model.onnx: a declaration, and its weights beside it.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Model =
        new("model") { Description = "The .onnx file; weights that it keeps in other files are read from its folder" };

    private static readonly Option<string?> Class = new("--class")
    {
        Description = "Name of the class [default: the file's, as a class is called]",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Namespace = new("--namespace") { Description = "Namespace of the class [default: none]", HelpName = "NAME" };

    private static readonly Option<bool> Cut =
        new("--cut") { Description = "Leave out what cannot be declared behind the last layers with weights, such as the decoding of boxes" };

    private static readonly Option<string[]> Output = new("--output")
    {
        Description = "Tensor or node at which the network ends; several times for several [default: the file's outputs]",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Fold = new("--fold") { Description = "Put batch norms into the weights before them" };

    private static readonly Option<bool> Embed =
        new("--embed") { Description = "Weights inside the program: the declaration names them, and the project file embeds them" };

    private static readonly Option<bool> Train = new("--train") { Description = "A network to train: not ForwardOnly, and with its Dropout" };

    private static readonly Option<bool> Freeze =
        new("--freeze") { Description = "With --train: all layers with weights but the last keep them, Frozen = true" };

    private static readonly Option<bool> Force = new("--force") { Description = "Write over a declaration or weights that are there and are other ones" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print the declaration and write nothing" };

    private static readonly Option<bool> Verify =
        new("--verify") { Description = "Run what was imported and compare it with ONNX Runtime, where that is installed" };

    private static readonly Option<string> Folder = new("--out", "-o") { Description = "Folder to write to", HelpName = "DIR", DefaultValueFactory = _ => "." };

    public static Command Create()
    {
        Command command = new("import", "Turns an ONNX model into a declaration, NAME.cs, and its weights, NAME.safetensors.")
        {
            Model, Class, Namespace, Shapes.Option, Cut, Output, Fold, Embed, Train, Freeze, DryRun, Verify, Force, Folder,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Model);
        OnnxImportOptions options = new()
        {
            ClassName = parsed.GetValue(Class),
            Namespace = parsed.GetValue(Namespace),
            Shape = Shapes.Of(parsed),
            Cut = parsed.GetValue(Cut),
            Outputs = parsed.GetValue(Output) ?? [],
            Fold = parsed.GetValue(Fold),
            Embed = parsed.GetValue(Embed),
            Train = parsed.GetValue(Train),
            Freeze = parsed.GetValue(Freeze),
        };
        OnnxImportResult imported = OnnxImport.Read(path, options);
        if (parsed.GetValue(DryRun)) Console.Write(imported.Source);
        else Write(imported, options.Embed, parsed.GetRequiredValue(Folder), parsed.GetValue(Force));
        if (parsed.GetValue(Verify)) Console.WriteLine(Verifier.Compare(path, imported, options.Namespace));
        return 0;
    }

    /// <summary>Whether a file is there that is not what would be written.</summary>
    private static bool IsOther(string path, Action<Stream> write)
    {
        if (!File.Exists(path)) return false;
        using SHA256 wanted = SHA256.Create();
        using (CryptoStream stream = new(Stream.Null, wanted, CryptoStreamMode.Write)) write(stream);
        using FileStream file = File.OpenRead(path);
        return !SHA256.HashData(file).AsSpan().SequenceEqual(wanted.Hash);
    }

    private static void Write(OnnxImportResult imported, bool isEmbedded, string folder, bool isForced)
    {
        string stem = Path.Combine(folder, imported.ClassName);

        // The weights first: the declaration is worth nothing without them.
        (string Path, Action<Stream> Write)[] files =
        [
            (stem + ".safetensors", imported.WriteWeights), (stem + ".cs", stream => stream.Write(Encoding.UTF8.GetBytes(imported.Source))),
        ];
        try
        {
            // Whoever completed a declaration, or trained its weights on, keeps them.
            string[] others = isForced ? [] : files.Where(file => IsOther(file.Path, file.Write)).Select(file => file.Path).Order().ToArray();
            if (others.Length > 0)
            {
                throw new FailureException(
                    $"{string.Join(" and ", others)} would be written over, with other content; --force does it, --class and --out write elsewhere.");
            }

            Directory.CreateDirectory(folder);
            foreach ((string path, Action<Stream> write) in files) AtomicFile.Write(path, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FailureException($"'{folder}' cannot be written to: {e.Message}");
        }

        foreach (string note in imported.Notes) Console.WriteLine($"note: {note}");
        long numbers = imported.Weights.Values.Sum(weight => (long)weight.Values.Count);
        Console.WriteLine($"{stem}.cs: the declaration");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stem}.safetensors: {imported.Weights.Count} tensors, {numbers:N0} numbers"));
        if (isEmbedded) Console.WriteLine($"in the project file: <CnnGenWeights Include=\"{imported.ClassName}.safetensors\" />");
    }
}
