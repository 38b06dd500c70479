using System;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.WholeNetworks;

/// <summary>Whole networks as people declare them learn what there is to learn, in the memory that their lives need.</summary>
public sealed class LearningTests(ITestOutputHelper output)
{
    private const int Classes = 10, Samples = 64, Epochs = 60;

    public static TheoryData<string, float> Networks => new()
    {
        { nameof(ResNet8), 0.01f },
        { nameof(InvertedResiduals), 0.003f },
        { nameof(SqueezeExcitation), 0.003f },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void TheLoss_FallsToATenth(string name, float rate)
    {
        ITrainableNetwork<float> network = Create(name);
        (float[] inputs, int[] labels) = Patterns(network.Description);
        using var trainer = new Trainer<float>(network, threads: 2);
        float first = trainer.Train(inputs, labels, rate), last = first;
        for (int epoch = 1; epoch < Epochs && last > first / 10; epoch++) last = trainer.Train(inputs, labels, rate);
        output.WriteLine($"{name}: {first} to {last}");
        Assert.InRange(last, 0, first / 10);
    }

    /// <summary>Which positions of a noisy picture belong to a bright rectangle: what is near decides, and what the levels below know.</summary>
    [Fact]
    public void AUNet_FindsRectangles()
    {
        const int side = 16;
        var random = new Random(1);
        float[] inputs = new float[Samples * side * side];
        int[] labels = new int[inputs.Length];
        for (int sample = 0; sample < Samples; sample++)
        {
            int top = random.Next(side - 4), left = random.Next(side - 4), bottom = random.Next(top + 4, side + 1), right = random.Next(left + 4, side + 1);
            for (int i = 0; i < side * side; i++)
            {
                bool isInside = i / side >= top && i / side < bottom && i % side >= left && i % side < right;
                labels[(sample * side * side) + i] = isInside ? 1 : 0;
                inputs[(sample * side * side) + i] = (isInside ? 0.6f : -0.6f) + (2 * random.NextSingle()) - 1;
            }
        }

        using var trainer = new Trainer<float>(new UNet(1), threads: 2);
        float first = trainer.Train(inputs, labels, 0.003f), last = first;
        for (int epoch = 1; epoch < Epochs && last > first / 10; epoch++) last = trainer.Train(inputs, labels, 0.003f);
        output.WriteLine($"{nameof(UNet)}: {first} to {last}");
        Assert.InRange(last, 0, first / 10);
    }

    /// <summary>What every layer makes, and as many gradients, all at once, would be this many times what there is.</summary>
    [Theory]
    [InlineData(nameof(ResNet8), 1.5)]
    [InlineData(nameof(InvertedResiduals), 1.5)]
    [InlineData(nameof(SqueezeExcitation), 1.5)]
    [InlineData(nameof(UNet), 1.5)]
    public void Memory_IsWhatLivesNeed(string name, double atLeast)
    {
        ITrainableNetwork<float> network = Create(name);
        NetworkDescription description = network.Description;
        long tensors = description.Layers
            .Where(layer => layer.Kind is not ("Tap" or "From"))
            .Sum(layer => layer.OutputShape.Aggregate(1L, (product, size) => product * size));
        long all = 2 * tensors * network.Batch * sizeof(float);
        long has = description.InstanceBytes - (description.Parameters.Sum(parameter => (long)parameter.Count) * sizeof(float));
        output.WriteLine($"{name}: {has} bytes of activations and their gradients; all tensors and gradients together {all}");
        Assert.True(has * atLeast <= all, $"{has} of {all}");
    }

    private static ITrainableNetwork<float> Create(string name) => name switch
    {
        nameof(ResNet8) => new ResNet8(1),
        nameof(InvertedResiduals) => new InvertedResiduals(1),
        nameof(SqueezeExcitation) => new SqueezeExcitation(1),
        nameof(UNet) => new UNet(1),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such network"),
    };

    /// <summary>For each class a picture of its own, with channels of its own brightness, and noise on it.</summary>
    private static (float[] Inputs, int[] Labels) Patterns(NetworkDescription description)
    {
        var random = new Random(1);
        int channels = description.InputShape[0], positions = description.InputShape[1] * description.InputShape[2];
        float[][] pictures = Enumerable.Range(0, Classes)
            .Select(_ => Numbers(channels).SelectMany(level => Numbers(positions).Select(number => level + (0.5f * number))).ToArray())
            .ToArray();
        int[] labels = Enumerable.Range(0, Samples).Select(sample => sample % Classes).ToArray();
        float[] inputs = labels.SelectMany(label => pictures[label].Zip(Numbers(channels * positions), (number, noise) => number + (0.3f * noise))).ToArray();
        return (inputs, labels);

        float[] Numbers(int count) => Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1).ToArray();
    }
}
