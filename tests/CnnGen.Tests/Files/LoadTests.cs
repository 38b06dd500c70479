using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

public sealed class LoadTests : FolderTests
{
    private static readonly Stored Source = Make();

    [Fact]
    public void SavedNetwork_HasItsBitsAgain()
    {
        float[] odd = Data.Parameters(Source);
        int[] bits = [0x7FC12345, unchecked((int)0x80000000), 1, 0x7F800000, 0x7FA00001];
        for (int i = 0; i < bits.Length; i++) odd[i] = BitConverter.Int32BitsToSingle(bits[i]);
        var source = new Stored();
        source.SetParameters(odd);
        source.SetBuffers(Data.Buffers(Source));
        source.Save(At("net"));
        var network = new Stored(9);
        network.Load(At("net"));
        Assert.Equal(odd.Select(BitConverter.SingleToInt32Bits), Data.Parameters(network).Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(Data.Buffers(Source), Data.Buffers(network));
    }

    [Fact]
    public void ForwardOnlyNetworkAndItsTrainingTwin_ReadEachOther()
    {
        Source.Save(At("trained"));
        var twin = new StoredForwardOnly(3);
        twin.Load(At("trained"));
        Assert.Equal(Data.Parameters(Source), Data.Parameters(twin));
        Assert.Equal(Data.Buffers(Source), Data.Buffers(twin));
        float[] input = Data.Numbers<float>(StoredForwardOnly.InputSize, 4);
        float[] expected = Source.Forward(input).ToArray(), outputs = twin.Forward(input).ToArray();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], outputs[i], 1e-5f);

        twin.Save(At("twin"));
        var back = new Stored(5);
        back.Load(At("twin"));
        Assert.Equal(Data.Parameters(Source), Data.Parameters(back));
        Assert.Equal(System.IO.File.ReadAllBytes(At("trained")), System.IO.File.ReadAllBytes(At("twin")));
    }

    [Fact]
    public void OtherNumberType_IsWidenedExactlyAndRoundedOnce()
    {
        Source.Save(At("single"));
        var wide = new StoredDouble(3);
        wide.Load(At("single"));
        Assert.Equal(Data.Parameters(Source).Select(value => (double)value), Data.Parameters(wide));

        double[] values = Data.Numbers<double>(StoredDouble.ParameterCount, 6);
        wide.SetParameters(values);
        wide.Save(At("double"));
        var narrow = new Stored(5);
        narrow.Load(At("double"));
        Assert.Equal(values.Select(value => (float)value), Data.Parameters(narrow));
    }

    [Fact]
    public void EveryHalf_IsRead()
    {
        // All 65,536, as many at a time as there are parameters.
        var network = new Stored();
        int count = Stored.ParameterCount;
        for (int first = 0; first <= ushort.MaxValue; first += count)
        {
            int next = first;
            byte[] file = Forged.Of(Forged.TensorsOf(network, "F16", _ => BitConverter.GetBytes((ushort)next++)));
            network.Load(new MemoryStream(file));
            float[] values = Data.Parameters(network);
            for (int i = 0; i < count; i++) Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)(first + i)), values[i]);
        }
    }

    [Fact]
    public void EveryBrainFloat_IsRead()
    {
        var network = new Stored();
        int count = Stored.ParameterCount;
        for (int first = 0; first <= ushort.MaxValue; first += count)
        {
            int next = first;
            byte[] file = Forged.Of(Forged.TensorsOf(network, "BF16", _ => BitConverter.GetBytes((ushort)next++)));
            network.Load(new MemoryStream(file));
            float[] values = Data.Parameters(network);
            for (int i = 0; i < count; i++) Assert.Equal((ushort)(first + i) << 16, BitConverter.SingleToInt32Bits(values[i]));
        }
    }

    [Fact]
    public void FileOfPyTorch_IsReadByNameWhateverItsOrder()
    {
        // Sorted by name, with the counters of its norms, and no metadata; then the other way round.
        List<(string Name, string Type, string Shape, byte[] Data)> tensors = Forged.TensorsOf(Source, "F32", BitConverter.GetBytes);
        tensors.Add(("batchnorm1.num_batches_tracked", "I64", "[]", BitConverter.GetBytes(17L)));
        tensors.Sort((x, y) => string.CompareOrdinal(x.Name, y.Name));
        for (int turn = 0; turn < 2; turn++, tensors.Reverse())
        {
            var network = new Stored(8);
            network.Load(new MemoryStream(Forged.Of(tensors)));
            Assert.Equal(Data.Parameters(Source), Data.Parameters(network));
            Assert.Equal(Data.Buffers(Source), Data.Buffers(network));
        }
    }

    [Fact]
    public void NameMap_GivesTheNameInTheFile()
    {
        byte[] file = Forged.Of(Forged.TensorsOf(Source, "F32", BitConverter.GetBytes).Select(tensor => tensor with { Name = "body." + tensor.Name }));
        var network = new Stored(8);
        network.Load(new MemoryStream(file), name => "body." + name);
        Assert.Equal(Data.Parameters(Source), Data.Parameters(network));

        // A network whose layer has another name.
        Source.Save(At("net"));
        var renamed = new StoredRenamed(8);
        renamed.Load(At("net"), name => name.Replace("stem", "conv1", StringComparison.Ordinal));
        Assert.Equal(Data.Parameters(Source), Data.Parameters(renamed));
    }

    [Fact]
    public void NameMapThatGivesNoName_IsRefused()
    {
        byte[] file = File(Source);
        ArgumentException none = Refuses<ArgumentException>(network => network.Load(new MemoryStream(file), _ => null!));
        Assert.Equal("nameMap gives no name for 'conv1.weight'. (Parameter 'nameMap')", none.Message);
        ArgumentException twice = Refuses<ArgumentException>(network => network.Load(new MemoryStream(file), _ => "weight"));
        Assert.Equal("nameMap gives 'weight' for 'conv1.weight' and for 'conv1.bias'; each tensor has its own. (Parameter 'nameMap')", twice.Message);
    }

    [Fact]
    public void StreamInPieces_IsRead()
    {
        var network = new Stored(8);
        network.Load(new Trickle(File(Source)));
        Assert.Equal(Data.Parameters(Source), Data.Parameters(network));
    }

    [Fact]
    public void StreamIsRead_FromWhereItIs()
    {
        using var stream = new MemoryStream([1, 2, 3, .. File(Source)]) { Position = 3 };
        var network = new Stored(8);
        network.Load(stream);
        Assert.Equal(Data.Parameters(Source), Data.Parameters(network));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void EscapedNamesAndBlanks_AreRead()
    {
        var network = new StoredTiny();
        network.Load(new MemoryStream(Forged.File(
            " \t\r\n{ \"dense1\\u002eweight\" : { \"shape\" : [ 1 , 2 ] , \"dtype\" : \"F32\" , \"data_offsets\" : [ 4 , 12 ] } ,\n" +
                "\"dense1.bias\":{\"data_offsets\":[0,4],\"dtype\":\"F32\",\"shape\":[1]},\"__metadata__\":{\"a\\\"\\ud83d\\ude00\":\"é\"}} \n ",
            0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40)));
        Assert.Equal([2, 3, 1], Data.Parameters(network));
    }

    [Fact]
    public void EverythingThatDoesNotFit_IsOneMessage()
    {
        List<(string Name, string Type, string Shape, byte[] Data)> tensors = Forged.TensorsOf(Source, "F32", BitConverter.GetBytes);
        tensors.RemoveAll(tensor => tensor.Name is "conv1.bias" or "dense1.weight");
        tensors[0] = tensors[0] with { Shape = "[4,3,3,2]" };
        int bias = tensors.FindIndex(tensor => tensor.Name == "dense1.bias");
        tensors[bias] = tensors[bias] with { Type = "I32" };
        tensors.Add(("fc.weight", "F16", "[1,2]", new byte[4]));
        InvalidDataException refusal = Refuses<InvalidDataException>(network => network.Load(new MemoryStream(Forged.Of(tensors))));
        Assert.Equal(
            "The file does not fit Stored: missing: conv1.bias [4], dense1.weight [5, 64]; superfluous: fc.weight [1, 2]; " +
                "conv1.weight is [4, 3, 3, 2], not [4, 2, 3, 3]; dense1.bias is I32, not F32, F64, F16 or BF16.",
            refusal.Message);
    }

    [Fact]
    public void ShapeWithAnotherAxis_IsNotSqueezed()
    {
        byte[] file = Forged.Of([("dense1.weight", "F32", "[2]", new byte[8]), ("dense1.bias", "F32", "[1,1]", new byte[4])]);
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => new StoredTiny().Load(new MemoryStream(file)));
        Assert.Equal("The file does not fit StoredTiny: dense1.weight is [2], not [1, 2], dense1.bias is [1, 1], not [1].", refusal.Message);
    }

    [Fact]
    public void FileOfAnotherNetwork_IsRefusedByTheFirstDifference()
    {
        new StoredOtherwise().Save(At("other"));
        InvalidDataException refusal = Refuses<InvalidDataException>(network => network.Load(At("other")));
        Assert.Equal(
            $"{At("other")}: The file is of another network than Stored: the first difference is line 4 of its architecture (relu1): " +
                "the file has 'Tanh 4×8×8 → 4×8×8', the network 'ReLU 4×8×8 → 4×8×8'.",
            refusal.Message);
        new StoredTiny().Save(At("tiny"));
        refusal = Refuses<InvalidDataException>(network => network.Load(At("tiny")));
        Assert.EndsWith("the first difference is line 1 of its architecture: the file has 'input 2', the network 'input 2×8×8'.", refusal.Message);
    }

    [Fact]
    public void MissingFile_IsSaid() => Refuses<FileNotFoundException>(network => network.Load(At("none")));

    /// <summary>Loading throws, and the network is what it was.</summary>
    private static TException Refuses<TException>(Action<Stored> load) where TException : Exception
    {
        var network = new Stored(8);
        Data.Disturb(network, 2);
        float[] parameters = Data.Parameters(network), buffers = Data.Buffers(network);
        TException fault = Assert.Throws<TException>(() => load(network));
        Assert.Equal(parameters, Data.Parameters(network));
        Assert.Equal(buffers, Data.Buffers(network));
        return fault;
    }

    private static byte[] File(INetwork<float> network)
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    private static Stored Make()
    {
        var network = new Stored(4);
        Data.Disturb(network, 5);
        network.SetBuffers(Data.Targets<float>(Stored.BufferCount, 6));
        return network;
    }
}
