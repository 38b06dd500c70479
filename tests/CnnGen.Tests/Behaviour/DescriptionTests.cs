using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>What a network says about itself.</summary>
public class DescriptionTests
{
    private static readonly NetworkDescription Description = Described.Description;

    [Fact]
    public void Layers_AreEveryLayerAttributeInOrder()
    {
        string[] expected =
        [
            "stem Conv 3×8×9 4×8×9 7776 112",
            "relu1 ReLU 4×8×9 4×8×9 0 0",
            "maxpool1 MaxPool 4×8×9 4×4×4 0 0",
            "conv2 Conv 4×4×4 6×3×2 432 72",
            "leakyrelu1 LeakyReLU 6×3×2 6×3×2 0 0",
            "conv3 Conv 6×3×2 2×3×2 72 24",
            "relu2 ReLU 2×3×2 2×3×2 0 0",
            "avgpool1 AvgPool 2×3×2 2×2×1 0 0",
            "flatten1 Flatten 2×2×1 4 0 0",
            "dense1 Dense 4 5 20 25",
            "tanh1 Tanh 5 5 0 0",
            "head Dense 5 3 15 15",
            "softmax1 Softmax 3 3 0 0",
        ];
        Assert.Equal(expected, Description.Layers.Select(Text));
    }

    // Weight before bias, PyTorch's shapes, and no gaps.
    [Fact]
    public void Parameters_StandInDeclarationOrder()
    {
        string[] expected =
        [
            "stem.weight 4×3×3×3 at 0: 108",
            "stem.bias 4 at 108: 4",
            "conv2.weight 6×2×2×3 at 112: 72",
            "conv3.weight 2×6×1×1 at 184: 12",
            "conv3.bias 2×3×2 at 196: 12",
            "dense1.weight 5×4 at 208: 20",
            "dense1.bias 5 at 228: 5",
            "head.weight 3×5 at 233: 15",
        ];
        Assert.Equal(expected, Description.Parameters.Select(tensor => $"{tensor.Name} {Shape(tensor.Shape)} at {tensor.Offset}: {tensor.Count}"));
        Assert.Equal(248, Described.ParameterCount);
        Assert.Empty(Description.Buffers);
    }

    [Fact]
    public void Whole_HasNameShapesAndMacs()
    {
        Assert.Equal("Described", Description.Name);
        Assert.Equal([3, 8, 9], Description.InputShape);
        Assert.Equal([3], Description.OutputShape);
        Assert.Equal(7776 + 432 + 72 + 20 + 15, Description.Macs);
    }

    // The rest is activations and the like, which is the planner's business.
    [Fact]
    public void Bytes_HoldParametersVelocityAndGradients()
    {
        Assert.True(Description.SharedBytes >= 2 * 4 * 248);
        Assert.True(Description.InstanceBytes >= 4 * (248 + (2 * 3)));
    }

    [Fact]
    public void Memory_IsSharedPartsThenThoseOfAnInstanceWithTheirLives()
    {
        Assert.Equal(
            ["parameters", "copies of parameters", "optimizer state"],
            Description.Memory.TakeWhile(part => part.IsShared).Select(part => part.Name));
        Assert.Equal("gradients", Description.Memory.First(part => !part.IsShared).Name);
        Assert.All(Description.Memory.Where(part => part.IsShared), part => Assert.Null(part.FirstUse));
        MemoryDescription output = Description.Memory.Single(part => part.Name == "HeadOutput");
        Assert.Equal((2 * 4 * 3, "head forward", null, false), (output.Bytes, output.FirstUse, output.LastUse, output.IsShared));
        MemoryDescription hidden = Description.Memory.Single(part => part.Name == "Dense1Output");
        Assert.Equal((2 * 4 * 5, false, false), (hidden.Bytes, hidden.FirstUse == null, hidden.LastUse == null));
        string line = Assert.Single(Description.ToString().Split('\n'), line => line.StartsWith("HeadOutput ", StringComparison.Ordinal));
        Assert.Matches("^HeadOutput +24  head forward +the next Forward$", line);
        Assert.True(Description.Memory.Where(part => part.IsShared).Sum(part => part.Bytes) < Description.SharedBytes);
    }

    [Fact]
    public void Constants_AreTheInterfacesMembers()
    {
        ITrainableNetwork<float> network = new Described();
        Assert.Equal(216, Described.InputSize);
        Assert.Equal(3, Described.OutputSize);
        Assert.Equal(2, Described.Batch);
        Assert.Equal(0, Described.BufferCount);
        Assert.Equal(248, Described.OptimizerStateCount);
        Assert.Equal(Described.InputSize, network.InputSize);
        Assert.Equal(Described.OutputSize, network.OutputSize);
        Assert.Equal(Described.Batch, network.Batch);
        Assert.Equal(Described.ParameterCount, network.ParameterCount);
        Assert.Equal(Described.BufferCount, network.BufferCount);
        Assert.Equal(Described.OptimizerStateCount, network.OptimizerStateCount);
        Assert.Same(Described.Description, network.Description);
        Assert.Equal(Described.TrainingBytes, Described.Description.InstanceBytes + Described.Description.SharedBytes);
        Assert.True(Described.InferenceBytes < Described.TrainingBytes);
    }

    [Fact]
    public void Text_HasEveryLayerOnALineOfItsOwn()
    {
        string[] lines = Description.ToString().Split('\n');
        Assert.Contains("Described", lines[0], StringComparison.Ordinal);
        foreach (LayerDescription layer in Description.Layers)
        {
            string line = Assert.Single(lines, line => line.Split(' ')[0] == layer.Name && line.Contains($" {layer.Kind} ", StringComparison.Ordinal));
            Assert.Contains(Shape(layer.OutputShape), line, StringComparison.Ordinal);
            Assert.Contains(layer.Macs.ToString("N0", CultureInfo.InvariantCulture), line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ImplicitFlatten_IsNoLayerAndDenseReadsFeatures() =>
        Assert.Equal(["dense1 Dense 18 4 72 76"], UnflattenedInput.Description.Layers.Select(Text));

    [Fact]
    public void GlobalPools_GiveOnePosition()
    {
        Assert.Equal(["globalavgpool1 GlobalAvgPool 2×3×3 2×1×1 0 0", "dense1 Dense 2 4 8 12"], PooledInput.Description.Layers.Select(Text));
        Assert.Equal(["globalmaxpool1 GlobalMaxPool 1×2×2 1×1×1 0 0"], FirstGlobal.Description.Layers.Select(Text));
    }

    // Padding cells, and outputs that a pool drops, count: "of the direct algorithm".
    [Fact]
    public void Macs_CountPaddingAndGroups() => Assert.Equal(
        ["conv1 Conv 4×5×5 6×5×5 2700 114", "maxpool1 MaxPool 6×5×5 6×2×2 0 0"],
        PaddedGroups.Description.Layers.Select(Text));

    // No prose: numbers and words by names.
    [Fact]
    public void Options_AreNumbersOrWords()
    {
        LayerDescription conv = Description.Layers[3];
        Assert.Equal(["filters", "kernel", "stride", "padding", "dilation", "groups", "bias", "untiedBias"], conv.Options.Keys);
        Assert.Equal([2, 3], conv.Options["kernel"].Numbers);
        Assert.Equal([0, 0, 0, 0], conv.Options["padding"].Numbers);
        Assert.Equal(2, conv.Options["groups"].Number);
        Assert.False(conv.Options["bias"].IsOn);
        Assert.Null(conv.Options["kernel"].Word);
        Assert.Equal("2 3", conv.Options["kernel"].ToString());
        Assert.Equal(0.1, Description.Layers[4].Options["slope"].Number);
        Assert.Empty(Description.Layers[1].Options);

        LayerOption mode = OptionsOfEverySort.Description.Layers[1].Options["mode"];
        Assert.Equal("Reflect", mode.Word);
        Assert.Empty(mode.Numbers);
        Assert.Equal("Reflect", mode.ToString());
        Assert.Equal("The option is 'Reflect', not one number.", Assert.Throws<InvalidOperationException>(() => mode.Number).Message);
        Assert.Throws<InvalidOperationException>(() => conv.Options["kernel"].IsOn);
        IReadOnlyDictionary<string, LayerOption> numbers = OptionsOfEverySort.Description.Layers[2].Options;
        Assert.Equal([-2.5, 1e-300, 1.0 / 3], numbers["factor"].Numbers);
        Assert.Equal([double.MaxValue], OptionsOfEverySort.Description.Layers[3].Options["maximum"].Numbers);
    }

    [Fact]
    public void Sources_AreLayersAndInputs()
    {
        Assert.Equal(["input"], Description.Layers[0].Sources);
        Assert.Equal(["stem"], Description.Layers[1].Sources);
        Assert.Equal(["crop1", "input"], OptionsOfEverySort.Description.Layers[5].Sources);
        Assert.Equal(["input", "memory"], ReadsItsMemory.Description.Layers[0].Sources);
        Assert.Equal(["flatten1", "lstm1 memory"], ReadsItsMemory.Description.Layers[2].Sources);
    }

    private static string Text(LayerDescription layer) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{layer.Name} {layer.Kind} {Shape(layer.InputShape)} {Shape(layer.OutputShape)} {layer.Macs} {layer.ParameterCount}");

    private static string Shape(IReadOnlyList<int> shape) => string.Join("×", shape);
}

[Network(3, 8, 9, Batch = 2)]
[Conv(4, 3, Padding = 1, Name = "stem"), ReLU, MaxPool(2)]
[Conv(6, 2, 3, Groups = 2, Bias = false), LeakyReLU(0.1)]
[Conv(2, 1, UntiedBias = true), ReLU, AvgPool(2, Stride = 1)]
[Flatten, Dense(5), Tanh]
[Dense(3, Bias = false, Name = "head"), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class Described { }

[Network(2, 3)]
[Input("memory", 8)]
[LSTM(4, State = "memory"), Flatten, Concat("memoryOut"), Dense(2)]
internal sealed partial class ReadsItsMemory { }

[Network(2, 3, 3)]
[Dense(4)]
internal sealed partial class UnflattenedInput { }

[Network(2, 3, 3)]
[GlobalAvgPool, Dense(4)]
internal sealed partial class PooledInput { }

[Network(4, 5, 5)]
[Conv(6, 3, Padding = 1, Groups = 2), MaxPool(2)]
internal sealed partial class PaddedGroups { }

[Network(3, 2, 3, Scalar = Scalar.Double)]
[Tap("start"), Pad(0, PaddingTop = 1, Mode = PadMode.Reflect), Scale(new[] { -2.5, 1e-300, 1.0 / 3 }, 0), Clip(0, double.MaxValue)]
[Crop(0, Top = 1), Concat("start")]
internal sealed partial class OptionsOfEverySort { }
