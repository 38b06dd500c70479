using System;
using System.IO;
using System.Text;
using CnnGen.Runtime;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>What goes on from a checkpoint has the bits of what was not interrupted.</summary>
public sealed class CheckpointTests : FolderTests
{
    private const int Samples = 11, Before = 3, After = 4;

    public static TheoryData<string> Names => SmallNetworks.NamesWithParameters;

    [Theory]
    [MemberData(nameof(Names))]
    public void InterruptedTraining_GoesOnAsIfItWereNot(string name)
    {
        Resume(SmallNetworks.Create<float>(name, 1), SmallNetworks.Create<float>(name, 77));
        Resume(SmallNetworks.Create<double>(name, 1), SmallNetworks.Create<double>(name, 77));
    }

    [Fact]
    public void MasksAveragesAndMoments_GoOnTogether() => Resume(new Stored(1), new Stored(77));

    [Fact]
    public void Checkpoint_GoesBackToo()
    {
        // From a network that is further already: its step count falls.
        var network = new Stored(1);
        Train(network, 0, Before);
        Checkpoint.Save(network, At("checkpoint"));
        Train(network, Before, After);
        (float[], float[], float[], long) expected = StateOf(network);
        Checkpoint.Load(network, At("checkpoint"));
        Assert.Equal(Before, network.StepCount);
        Train(network, Before, After);
        AssertSame(expected, StateOf(network));
    }

    [Fact]
    public void SeedOfMasks_ComesFromTheFile()
    {
        Stored network = new(5), other = new(6);
        Checkpoint.Save(network, At("checkpoint"));
        Checkpoint.Load(other, At("checkpoint"));
        Assert.Equal(5, ((IDrawsMasks)other).Seed);
        float[] input = Data.Numbers<float>(Stored.InputSize * Stored.Batch, 4);
        network.Training = other.Training = true;
        float[] outputs = network.Forward(input).ToArray();
        Assert.Equal(outputs, other.Forward(input).ToArray());
        var different = new Stored(6) { Training = true };
        different.SetParameters(Data.Parameters(network));
        Assert.NotEqual(outputs, different.Forward(input).ToArray());
    }

    [Fact]
    public void Note_ComesBack()
    {
        var network = new Stored(1);
        foreach (string? note in (string?[])["epoch 3\nof \"6\" \\ ×\u0001😀", "", null])
        {
            Checkpoint.Save(network, At("checkpoint"), note);
            Assert.Equal(note, Checkpoint.Load(network, At("checkpoint")));
        }
    }

    [Fact]
    public void NoteThatFillsTheHeader_ComesBackAndOneThatIsLongerIsRefused()
    {
        const int Longest = 1 << 24;
        StoredTiny network = new(1), other = new(2);
        Checkpoint.Save(network, At("checkpoint"), "");
        byte[] file = File.ReadAllBytes(At("checkpoint"));
        int used = file.AsSpan(8, (int)BitConverter.ToInt64(file)).TrimEnd((byte)' ').Length;
        string note = new('n', Longest - used);
        Checkpoint.Save(network, At("checkpoint"), note);
        Assert.Equal(note, Checkpoint.Load(other, At("checkpoint")));
        Assert.Equal(Data.Parameters(network), Data.Parameters(other));

        byte[] old = File.ReadAllBytes(At("checkpoint"));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Checkpoint.Save(network, At("checkpoint"), note + "n"));
        Assert.Equal(
            $"The file's header has at most {Longest} bytes, that it can be read; it would have {Longest + 8} with this note of {note.Length + 1} characters." +
                " (Parameter 'note')",
            refusal.Message);
        Assert.True(old.AsSpan().SequenceEqual(File.ReadAllBytes(At("checkpoint"))));

        // Each of these takes six bytes.
        Assert.Throws<ArgumentException>(() => Checkpoint.Save(network, At("new"), new string('\u0001', Longest / 6)));
        Assert.Equal([At("checkpoint")], Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("epoch \\ud83d", "A note is text; its character 6 is U+D83D, half of a surrogate pair. (Parameter 'note')")]
    [InlineData("\\ude003", "A note is text; its character 0 is U+DE00, half of a surrogate pair. (Parameter 'note')")]
    [InlineData("\\ud83d\\ude00\\ude00\\ud83d", "A note is text; its character 2 is U+DE00, half of a surrogate pair. (Parameter 'note')")]
    public void NoteWithHalfASurrogatePair_IsRefused(string escaped, string reason)
    {
        // Escaped, as a test's name is text too.
        string note = System.Text.RegularExpressions.Regex.Unescape(escaped);
        var network = new Stored(1);
        Checkpoint.Save(network, At("checkpoint"), "old");
        Assert.Equal(reason, Assert.Throws<ArgumentException>(() => Checkpoint.Save(network, At("checkpoint"), note)).Message);
        Assert.Equal("old", Checkpoint.Load(network, At("checkpoint")));
        Assert.Equal([At("checkpoint")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Gradients_AreZeroThen()
    {
        var network = new Stored(1);
        Checkpoint.Save(network, At("checkpoint"));
        network.SetGradients(Data.Numbers<float>(Stored.ParameterCount, 3));
        Checkpoint.Load(network, At("checkpoint"));
        Assert.All(Data.Gradients(network), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void Weights_AreReadFromACheckpointToo()
    {
        var network = new Stored(1);
        Train(network, 0, Before);
        Checkpoint.Save(network, At("checkpoint"));
        var other = new StoredForwardOnly(4);
        other.Load(At("checkpoint"));
        Assert.Equal(Data.Parameters(network), Data.Parameters(other));
        Assert.Equal(Data.Buffers(network), Data.Buffers(other));
    }

    [Fact]
    public void WeightsAlone_AreNoCheckpoint()
    {
        new Stored(1).Save(At("weights"));
        Refuses(At("weights"), "The file is no checkpoint: it has no cnngen.steps. Weights alone are read by network.Load.");
    }

    [Fact]
    public void CheckpointOfAnotherTraining_IsRefused()
    {
        Checkpoint.Save(new StoredWithMomentum(1), At("momentum"));
        Refuses(At("momentum"), "The checkpoint's optimizer is 'stochastic gradient descent, momentum 0.9', this network's 'Adam");
        Checkpoint.Save(new StoredFrozen(1), At("frozen"));
        Refuses(At("frozen"), "missing: optimizer.0.conv1.weight [4, 2, 3, 3], optimizer.1.conv1.weight [4, 2, 3, 3]");
        Checkpoint.Save(new StoredAdamDouble(1), At("double"));
        Refuses(At("double"), "conv1.weight is F64, not F32, as a checkpoint of this network is");
    }

    [Fact]
    public void OtherFrozenLayers_AreNothingToPlainSgd()
    {
        var network = new StoredWithSgd(1);
        Train(network, 0, Before);
        Checkpoint.Save(network, At("checkpoint"));
        var frozen = new StoredWithSgdFrozen(2);
        Checkpoint.Load(frozen, At("checkpoint"));
        AssertSame(StateOf(network), StateOf(frozen));
    }

    [Theory]
    [InlineData("\"cnngen.steps\":\"0\"", "\"cnngen.steps\":\"x\"", "cnngen.steps is 'x', which is no number of steps.")]
    [InlineData("\"cnngen.steps\":\"0\"", "\"cnngen.steps\":\"-\"", "cnngen.steps is '-', which is no number of steps.")]
    [InlineData("\"cnngen.seed\":\"1\"", "\"cnngen.seed\":\"y\"", "cnngen.seed is 'y'; the network's dropout masks follow from it.")]
    [InlineData("\"cnngen.seed\":\"1\"", "\"cnngen.sead\":\"1\"", "cnngen.seed is missing; the network's dropout masks follow from it.")]
    public void FaultyMetadata_IsRefused(string written, string faulty, string reason)
    {
        Checkpoint.Save(new Stored(1), At("checkpoint"));
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(At("checkpoint")));
        Assert.Contains(written, text);
        File.WriteAllBytes(At("checkpoint"), Encoding.Latin1.GetBytes(text.Replace(written, faulty)));
        Refuses(At("checkpoint"), reason);
    }

    private void Resume<T>(ITrainableNetwork<T> network, ITrainableNetwork<T> resumed) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Train(network, 0, Before);
        Checkpoint.Save(network, At("checkpoint"));
        Train(network, Before, After);
        Checkpoint.Load(resumed, At("checkpoint"));
        Assert.Equal(Before, resumed.StepCount);
        Train(resumed, Before, After);
        AssertSame(StateOf(network), StateOf(resumed));
    }

    private static void Train<T>(ITrainableNetwork<T> network, int first, int steps) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var trainer = new Trainer<T>(network, threads: 2);
        for (int step = first; step < first + steps; step++)
        {
            trainer.Train(
                Data.Numbers<T>(Samples * network.InputSize, step),
                Data.Targets<T>(Samples * network.OutputSize, 100 + step),
                T.CreateTruncating(0.01));
        }
    }

    private static (T[] Parameters, T[] Buffers, T[] State, long Steps) StateOf<T>(ITrainableNetwork<T> network) where T : unmanaged =>
        (Data.Parameters(network), Data.Buffers(network), Data.OptimizerState(network), network.StepCount);

    private static void AssertSame<T>((T[] Parameters, T[] Buffers, T[] State, long Steps) expected, (T[] Parameters, T[] Buffers, T[] State, long Steps) actual)
    {
        Assert.Equal(expected.Parameters, actual.Parameters);
        Assert.Equal(expected.Buffers, actual.Buffers);
        Assert.Equal(expected.State, actual.State);
        Assert.Equal(expected.Steps, actual.Steps);
    }

    private static void Refuses(string path, string reason)
    {
        var network = new Stored(3);
        Train(network, 0, 2);
        (float[], float[], float[], long) before = StateOf(network);
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(network, path));
        Assert.Contains(reason, refusal.Message);
        AssertSame(before, StateOf(network));
        Assert.Equal(3, ((IDrawsMasks)network).Seed);
    }
}

[Network(2, 8, 8, Batch = 4)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class StoredWithMomentum { }

[Network(2, 8, 8, Batch = 4)]
[Conv(4, 3, Padding = 1, BiasOnly = true), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class StoredFrozen { }

[Network(2, 8, 8, Batch = 4)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
[SoftmaxCrossEntropy]
[Sgd]
internal sealed partial class StoredWithSgd { }

[Network(2, 8, 8, Batch = 4)]
[Conv(4, 3, Padding = 1, Frozen = true), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
[SoftmaxCrossEntropy]
[Sgd]
internal sealed partial class StoredWithSgdFrozen { }

[Network(2, 8, 8, Batch = 4, Scalar = Scalar.Double)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class StoredAdamDouble { }
