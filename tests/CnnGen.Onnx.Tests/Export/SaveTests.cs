using System;
using System.IO;
using Xunit;

namespace CnnGen.Onnx.Tests.Export;

/// <summary>Where models are written to, and what is refused.</summary>
public sealed class SaveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cnngen-onnx").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Path_IsReplaced()
    {
        string path = Path.Combine(folder, "network.onnx");
        File.WriteAllText(path, new string('x', 1_000_000));
        Trained network = new(4);
        OnnxModel.Save(network, path);
        Assert.Equal(Exported.Bytes(network), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void Stream_StaysOpenAndNeedNotSeek()
    {
        using MemoryStream behind = new();
        using (Forwards stream = new(behind))
        {
            OnnxModel.Save(new Trained(4), stream);
            Assert.True(stream.CanWrite);
        }

        Assert.Equal(Exported.Bytes(new Trained(4)), behind.ToArray());
    }

    // It is inference that a model computes, whatever the network is doing.
    [Fact]
    public void Training_ChangesNothing() => Assert.Equal(Exported.Bytes(new Trained(4)), Exported.Bytes(new Trained(4) { Training = true }));

    [Fact]
    public void Nothing_IsRefused()
    {
        Assert.Equal("network", Assert.Throws<ArgumentNullException>(() => OnnxModel.Save<float>(null!, "a.onnx")).ParamName);
        Assert.Equal("network", Assert.Throws<ArgumentNullException>(() => OnnxModel.Save<float>(null!, Stream.Null)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => OnnxModel.Save(new Trained(), (string)null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => OnnxModel.Save(new Trained(), (Stream)null!)).ParamName);
        Assert.Throws<ArgumentException>(() => OnnxModel.Save(new Trained(), ""));
        Assert.Throws<DirectoryNotFoundException>(() => OnnxModel.Save(new Trained(), Path.Combine(folder, "none", "a.onnx")));
    }

    [Fact]
    public void KindThatIsNotKnown_IsRefusedAndTheOldFileStays()
    {
        string path = Path.Combine(folder, "network.onnx");
        File.WriteAllText(path, "old");
        Other<float> network = new(new NetworkDescription(
            "Newer",
            [3],
            [3],
            [new LayerDescription("attention1", "Attention", [3], [3], 0, 0, ["input"], "heads 2")],
            [],
            [],
            0,
            0,
            "float",
            1,
            false,
            null,
            null));
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => OnnxModel.Save(network, path));
        Assert.Equal("attention1 is of the kind Attention, which this version of CnnGen.Onnx does not know.", refusal.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void NumbersOfAnotherType_AreRefused()
    {
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => OnnxModel.Save(new Other<Half>(Trained.Description), Stream.Null));
        Assert.Equal("A model of ONNX holds numbers of type float or double, not System.Half.", refusal.Message);
    }

    [Fact]
    public void MoreThanTwoGigabytes_AreRefused()
    {
        Other<float> network = new(Trained.Description) { ParameterCount = 500_000_000 };
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => OnnxModel.Save(network, Stream.Null));
        Assert.Equal("A model of ONNX holds at most two gigabytes; the numbers of Trained take 2,000,000,000 bytes.", refusal.Message);
    }

    /// <summary>A network of whatever description.</summary>
    private sealed class Other<T>(NetworkDescription description) : INetwork<T> where T : unmanaged
    {
        public int InputSize => 3;

        public int OutputSize => 3;

        public int ParameterCount { get; init; }

        public int BufferCount => 0;

        public int Batch => 1;

        public NetworkDescription Description => description;

        public ReadOnlySpan<T> Forward(ReadOnlySpan<T> input) => throw new InvalidOperationException();

        public void CopyParametersTo(Span<T> destination)
        {
        }

        public void SetParameters(ReadOnlySpan<T> values) => throw new InvalidOperationException();

        public void SetParameters(ReadOnlySpan<T> values, int start) => throw new InvalidOperationException();

        public void CopyBuffersTo(Span<T> destination)
        {
        }

        public void SetBuffers(ReadOnlySpan<T> values) => throw new InvalidOperationException();

        public void SetBuffers(ReadOnlySpan<T> values, int start) => throw new InvalidOperationException();

        public void WarmUp()
        {
        }

        public INetwork<T> CreateReplica() => throw new InvalidOperationException();
    }

    /// <summary>A stream that can only be written, from its start to its end.</summary>
    private sealed class Forwards(Stream behind) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite { get; } = true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => behind.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => behind.Write(buffer, offset, count);
    }
}
