using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>What a description says of a layer's attribute: all of it, resolved.</summary>
public sealed class LayerOptionsTests
{
    private static readonly (string Layer, string Options)[] Table =
    [
        ("Conv(4, 3)", "filters 4, kernel 3 3, stride 1 1, padding 0 0 0 0, dilation 1 1, groups 1, bias 1, untiedBias 0"),
        ("Conv(120, 1)", "filters 120, kernel 1 1, stride 1 1, padding 0 0 0 0, dilation 1 1, groups 1, bias 1, untiedBias 0"),
        ("Conv(10, 1)", "filters 10, kernel 1 1, stride 1 1, padding 0 0 0 0, dilation 1 1, groups 1, bias 1, untiedBias 0"),
        (
            "Conv(4, 3, 2, Stride = 2, StrideWidth = 1, Padding = 1, PaddingWidth = 2, PaddingTop = 3, Dilation = 2, DilationWidth = 3)",
            "filters 4, kernel 3 2, stride 2 1, padding 3 2 1 2, dilation 2 3, groups 1, bias 1, untiedBias 0"),
        ("Conv(4, 3, Groups = 2, Bias = false)", "filters 4, kernel 3 3, stride 1 1, padding 0 0 0 0, dilation 1 1, groups 2, bias 0, untiedBias 0"),
        ("Conv(4, 4, Same = true, UntiedBias = true)", "filters 4, kernel 4 4, stride 1 1, padding 1 1 2 2, dilation 1 1, groups 1, bias 1, untiedBias 1"),
        (
            "ConvTranspose(6, 3, Stride = 2, Padding = 1, OutputPadding = 1, OutputPaddingWidth = 0, Groups = 2)",
            "filters 6, kernel 3 3, stride 2 2, padding 1 1 1 1, dilation 1 1, outputPadding 1 0, groups 2, bias 1, untiedBias 0"),
        ("MaxPool(2)", "kernel 2 2, stride 2 2, padding 0 0 0 0, dilation 1 1, allTies 0"),
        ("MaxPool(3, 2, StrideHeight = 1, PaddingBottom = 1, AllTies = true)", "kernel 3 2, stride 1 2, padding 0 0 1 0, dilation 1 1, allTies 1"),
        ("AvgPool(3, Stride = 2, Padding = 1)", "kernel 3 3, stride 2 2, padding 1 1 1 1, dilation 1 1, countPadding 1"),
        ("AvgPool(2, CountPadding = false)", "kernel 2 2, stride 2 2, padding 0 0 0 0, dilation 1 1, countPadding 0"),
        ("GlobalAvgPool", "kernel 8 6, stride 1 1, padding 0 0 0 0, dilation 1 1, countPadding 1"),
        ("GlobalMaxPool", "kernel 8 6, stride 1 1, padding 0 0 0 0, dilation 1 1, allTies 0"),
        ("Upsample(2)", "factor 2, mode Nearest"),
        ("Upsample(3, Mode = UpsampleMode.Bilinear)", "factor 3, mode Bilinear"),
        ("Pad(1, PaddingHeight = 2, PaddingLeft = 3, Mode = PadMode.Circular)", "padding 2 3 2 1, mode Circular"),
        ("Pad(2)", "padding 2 2 2 2, mode Zero"),
        ("Crop(1, Height = 2, Right = 0)", "size 2 1 2 0"),
        ("PadChannels(1, 2)", "before 1, after 2"),
        ("Slice(1, 2)", "start 1, count 2"),
        ("PixelShuffle(2)", "factor 2"),
        ("ChannelShuffle(2)", "groups 2"),
        ("Reshape(8, 4, 6)", "channels 8, height 4, width 6"),
        ("Reshape(8, 24)", "channels 8, length 24"),
        ("Flatten", ""),
        ("Dense(5)", "units 5, bias 1"),
        ("Dense(5, Bias = false)", "units 5, bias 0"),
        ("Reshape(4, 48), GRU(5)", "units 5, bias 1, last 0"),
        ("Reshape(4, 48), LSTM(5, Bias = false, Last = true)", "units 5, bias 0, last 1"),
        ("BatchNorm(Momentum = 0.2)", "epsilon 1E-05, momentum 0.2, affine 1"),
        ("LayerNorm(Affine = false)", "groups 1, epsilon 1E-05, affine 0"),
        ("GroupNorm(2, Epsilon = 0.001)", "groups 2, epsilon 0.001, affine 1"),
        ("Flatten, GroupNorm(2)", "groups 2, epsilon 1E-05, affine 1"),
        ("Normalize(0.5, 0.25)", "mean 0.5, deviation 0.25"),
        ("Normalize(new[] { 1, 2, 3, 0.1 }, 0.25)", "mean 1 2 3 0.1, deviation 0.25 0.25 0.25 0.25"),
        ("Scale(-2, 1e30)", "factor -2, offset 1E+30"),
        ("Dropout(0.3)", "rate 0.3"),
        ("ReLU", ""),
        ("LeakyReLU", "slope 0.01"),
        ("PReLU", "channels 0"),
        ("PReLU(Channels = true)", "channels 1"),
        ("ReLU6", "minimum 0, maximum 6"),
        ("Clip(-1, 0.1)", "minimum -1, maximum 0.1"),
        ("HardSigmoid", "slope 0.16666666666666666, offset 0.5"),
        ("HardSwish", ""),
        ("Square", ""),
        ("Sign", ""),
        ("ELU", "alpha 1, scale 1"),
        ("SELU", "alpha 1.6732632423543772, scale 1.0507009873554805"),
        ("Softplus", ""),
        ("SiLU", ""),
        ("GELU", "tanh 0"),
        ("GELU(Tanh = true)", "tanh 1"),
        ("Mish", ""),
        ("Sigmoid", ""),
        ("Tanh", ""),
        ("Softmax", ""),
        ("Tap(\"a\")", ""),
        ("Tap(\"a\"), Add(\"a\")", ""),
        ("Tap(\"a\"), Multiply(\"a\")", ""),
        ("Tap(\"a\"), Concat(\"a\")", ""),
        ("Tap(\"a\"), From(\"a\")", ""),
        ("Output(\"a\", Weight = 0.5)", "weight 0.5"),

        // Along a line.
        (
            "Reshape(4, 48), Conv(2, 3, Stride = 2, Padding = 1, PaddingRight = 2)",
            "filters 2, kernel 3, stride 2, padding 1 2, dilation 1, groups 1, bias 1, untiedBias 0"),
        (
            "Reshape(4, 48), ConvTranspose(2, 3, Stride = 2, OutputPadding = 1)",
            "filters 2, kernel 3, stride 2, padding 0 0, dilation 1, outputPadding 1, groups 1, bias 1, untiedBias 0"),
        ("Reshape(4, 48), MaxPool(2)", "kernel 2, stride 2, padding 0 0, dilation 1, allTies 0"),
        ("Reshape(4, 48), Pad(1)", "padding 1 1, mode Zero"),
        ("Reshape(4, 48), Crop(1, Left = 2)", "size 2 1"),
        ("Reshape(4, 48), PixelShuffle(2)", "factor 2"),
    ];

    // What is no option: names, which the description's Sources and Outputs resolve, and what only says how parameters start and whether they are trained.
    private static readonly string[] NoOptions = ["Name", "name", "State", "Init", "Frozen", "BiasOnly"];

    // What is resolved into an option of another name: parts of it, and what it follows from.
    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["Same"] = "padding",
        ["MaxPool size"] = "kernel",
        ["MaxPool height"] = "kernel",
        ["MaxPool width"] = "kernel",
        ["AvgPool size"] = "kernel",
        ["AvgPool height"] = "kernel",
        ["AvgPool width"] = "kernel",
        ["Pad size"] = "padding",
        ["Crop Height"] = "size",
        ["Crop Width"] = "size",
        ["Crop Top"] = "size",
        ["Crop Bottom"] = "size",
        ["Crop Left"] = "size",
        ["Crop Right"] = "size",
    };

    private static readonly string[] Suffixes = ["Height", "Width", "Top", "Bottom", "Left", "Right"];

    [Fact]
    public void Options_AreWhatTheDeclarationSaysResolved()
    {
        foreach ((string declaration, string expected) in Table)
        {
            Assert.Equal((declaration, expected), (declaration, Setting.Join(LastOf(declaration).Settings)));
        }
    }

    /// <summary>Where a description's line has no room for them, there may be none.</summary>
    [Fact]
    public void LongLine_MayHaveNoOptions() => Assert.Empty(
        GeneratorRun.Of(Source.Network($"[Network(3, 16, 16), Conv(16, 3), ReLU(Name = \"{new string('r', 90)}\"), Dense(2)]")).Diagnostics);

    [Fact]
    public void EveryArgument_IsAnOption()
    {
        Dictionary<string, string[]> options = Table
            .Select(row => LastOf(row.Layer))
            .GroupBy(layer => layer.Kind)
            .ToDictionary(group => group.Key, group => group.SelectMany(layer => layer.Settings).Select(option => option.Name).Distinct().ToArray());
        List<string> missing = [];
        int count = 0;
        foreach (Type type in typeof(LayerAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract))
        {
            string kind = type.Name[..^"Attribute".Length];
            IEnumerable<string> arguments = type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters())
                .Select(parameter => parameter.Name!)
                .Concat(type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(property => property.Name))
                .Except(NoOptions);
            foreach (string argument in arguments)
            {
                count++;
                string option = OptionOf(kind, argument);
                if (!options[kind].Contains(option)) missing.Add($"{kind}: {argument} as {option}");
            }
        }

        Assert.Empty(missing);
        Assert.True(count > 100, $"{count} arguments");
    }

    [Fact]
    public void Sources_AreThoseWhoMadeWhatIsRead()
    {
        GeneratorRun run = GeneratorRun.Of(Source.Network(
            "[Network(3, 4)] [Input(\"speed\", 3), Input(\"memory\", 5)] " +
            "[Tap(\"start\"), Conv(3, 1), Tap(\"a\"), ReLU, Add(\"a\"), GRU(5, State = \"memory\", Last = true)]" +
            "[Tap(\"state\"), From(\"speed\"), Dense(5, Name = \"speed\"), Concat(\"state\"), Output(\"b\")]"));
        string text = run.Sources.Select(source => source.SourceText.ToString()).Single(source => source.Contains("LayerDescription"));
        IEnumerable<string> lines = text.Split('\n').Where(line => line.Contains("new global::CnnGen.LayerDescription("))
            .Select(line => $"{line.Split('"')[1]}: {line.Split("new[] { \"")[1].Split(" }")[0].Replace("\"", "")}");
        Assert.Equal(
            [
                "tap1: input",
                "conv1: input",
                "tap2: conv1",
                "relu1: conv1",
                "add1: relu1, conv1",
                "gru1: add1, memory",
                "tap3: gru1",
                "from1: input speed",
                "speed: input speed",
                "concat1: speed, gru1",
                "output1: concat1",
            ],
            lines);
    }

    private static Layer LastOf(string layers)
    {
        NetworkModel? model = Plans.Model($"[Network(4, 8, 6)] [{layers}]");
        Assert.True(model != null, layers);
        return model.Layers[model.Layers.Count - 1];
    }

    private static string OptionOf(string kind, string argument)
    {
        if (Parts.TryGetValue(argument, out string? part) || Parts.TryGetValue($"{kind} {argument}", out part)) return part;
        string? suffix = Suffixes.FirstOrDefault(suffix => argument.EndsWith(suffix, StringComparison.Ordinal) && argument.Length > suffix.Length);
        string name = suffix == null ? argument : argument[..^suffix.Length];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
