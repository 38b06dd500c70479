using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using CnnGen.Tests.Behaviour;

namespace CnnGen.Tests.Files;

/// <summary>A file that is put together by hand, right or wrong.</summary>
internal static class Forged
{
    /// <summary>Length, header and data, whatever they say.</summary>
    public static byte[] File(byte[] header, byte[] data) => [.. BitConverter.GetBytes((long)header.Length), .. header, .. data];

    public static byte[] File(string header, params byte[] data) => File(Encoding.UTF8.GetBytes(header), data);

    /// <summary>A file of these tensors in this order, without metadata.</summary>
    public static byte[] Of(IEnumerable<(string Name, string Type, string Shape, byte[] Data)> tensors)
    {
        List<string> entries = [];
        List<byte> data = [];
        foreach ((string name, string type, string shape, byte[] bytes) in tensors)
        {
            entries.Add($"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":[{data.Count},{data.Count + bytes.Length}]}}");
            data.AddRange(bytes);
        }

        return File("{" + string.Join(",", entries) + "}", [.. data]);
    }

    /// <summary>The tensors of a network with its numbers, each as bytes that are made of it.</summary>
    public static List<(string Name, string Type, string Shape, byte[] Data)> TensorsOf(INetwork<float> network, string type, Func<float, byte[]> bytes)
    {
        float[] parameters = Data.Parameters(network), buffers = Data.Buffers(network);
        return [.. network.Description.Parameters.Select(tensor => Entry(tensor, parameters)), .. network.Description.Buffers.Select(tensor => Entry(tensor, buffers))];

        (string, string, string, byte[]) Entry(TensorDescription tensor, float[] values) => (
            tensor.Name,
            type,
            $"[{string.Join(",", tensor.Shape)}]",
            [.. values.AsSpan(tensor.Offset, tensor.Count).ToArray().SelectMany(bytes)]);
    }
}

/// <summary>A stream that cannot seek, and gives a few bytes at a time.</summary>
internal sealed class Trickle(byte[] bytes) : Stream
{
    private readonly Random random = new(7);
    private int at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int length = Math.Min(Math.Min(count, random.Next(1, 40)), bytes.Length - at);
        Array.Copy(bytes, at, buffer, offset, length);
        at += length;
        return length;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A folder of a test's own, which goes with it.</summary>
public abstract class FolderTests : IDisposable
{
    protected FolderTests() => Folder = Directory.CreateTempSubdirectory("cnngen-files-").FullName;

    protected string Folder { get; }

    protected string At(string name) => Path.Combine(Folder, name);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

[Network(2, 8, 8, Batch = 4)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class Stored { }

[Network(2, 8, 8, ForwardOnly = true)]
[Conv(4, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
internal sealed partial class StoredForwardOnly { }

[Network(2, 8, 8, Batch = 2, Scalar = Scalar.Double, Reproducible = true, InputGradient = false, Winograd = false)]
[Conv(4, 3, PaddingHeight = 1, PaddingLeft = 1, PaddingRight = 1, Frozen = true), BatchNorm(Momentum = 0.2), ReLU, MaxPool(2, AllTies = true), Dropout(0.5)]
[Dense(5, Init = Init.Zero)]
[MeanSquaredError]
internal sealed partial class StoredDouble { }

[Network(2, 8, 8)]
[Conv(4, 3, Padding = 1, Name = "stem"), BatchNorm, ReLU, MaxPool(2), Dropout(0.25)]
[Dense(5)]
internal sealed partial class StoredRenamed { }

/// <summary>The same tensors, which mean something else.</summary>
[Network(2, 8, 8)]
[Conv(4, 3, Padding = 1), BatchNorm, Tanh, MaxPool(2), Dropout(0.25)]
[Dense(5)]
internal sealed partial class StoredOtherwise { }

[Network(2)]
[Dense(1)]
internal sealed partial class StoredTiny { }
