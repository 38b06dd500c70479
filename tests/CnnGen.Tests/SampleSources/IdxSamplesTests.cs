using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using CnnGen.Tests.Behaviour;
using CnnGen.Tests.Files;
using Xunit;

namespace CnnGen.Tests.SampleSources;

/// <summary>IDX files, right and wrong.</summary>
public sealed class IdxSamplesTests : FolderTests
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(0, 12).Select(i => (byte)(i * 20))];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 4, 1];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_AreRead(bool isPacked)
    {
        IdxSamples samples = Read(Images, Labels, isPacked);
        Assert.Equal((2, 6, 5), (samples.Count, samples.Size, samples.ClassCount));
        Assert.Equal([2, 3], samples.Shape);
        Assert.Equal([4, 1], new[] { samples.Label(0), samples.Label(1) });
        Assert.Equal([120, 140, 160, 180, 200, 220], samples.Pixels(1).ToArray());
        float[] singles = new float[6];
        double[] doubles = new double[6];
        int[] label = new int[1];
        samples.CopyTo(1, 0, singles, [], label);
        samples.CopyTo(1, 0, doubles, [], label);
        Assert.Equal(1, label[0]);
        Assert.Equal(120 / 255.0, doubles[0], 1e-15);
        Assert.Equal(120 / 255f, singles[0], 1e-7f);
        Data.AssertSays(Assert.Throws<ArgumentException>(() => samples.CopyTo(1, 0, new float[5], [], label)), 5, 6);
        Assert.Throws<ArgumentOutOfRangeException>(() => samples.Label(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => samples.Pixels(-1).Length);
    }

    [Fact]
    public void WrongFiles_AreNamedWithTheReason()
    {
        Refused("01 02 03 04", [1, 2, 3, 4], Labels);
        Refused("begins with", [], Labels);
        Refused("cut off within its header of 3 axes", Images[..12], Labels);
        Refused("cut off", Images[..^1], Labels);
        Refused("longer", [.. Images, 0], Labels);
        Refused("The size of axis 0 is 0", [0, 0, 8, 1, 0, 0, 0, 0], Labels);
        Refused("more than the", [0, 0, 8, 4, .. Enumerable.Repeat<byte>(0x7F, 16)], Labels);
        Refused("cut off", [0, 0, 8, 1, 0x7F, 0xFF, 0xFF, 0xFF], Labels);   // two gigabytes, of which nothing is there
        Refused("no images", Labels, Labels);
        Refused("items of 2×3", Images, Images);
        Refused("3 labels for the 2 images", Images, [0, 0, 8, 1, 0, 0, 0, 3, 4, 1, 1]);
        Assert.Throws<FileNotFoundException>(() => IdxSamples.Read(At("nothing"), At("labels")));
        File.WriteAllBytes(At("images"), Packed(Images)[..^20]);
        Assert.Throws<InvalidDataException>(() => IdxSamples.Read(At("images"), At("labels")));
    }

    private void Refused(string reason, byte[] images, byte[] labels)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Read(images, labels, isPacked: false));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Contains(Folder, e.Message, StringComparison.Ordinal);
    }

    private IdxSamples Read(byte[] images, byte[] labels, bool isPacked)
    {
        File.WriteAllBytes(At("images"), isPacked ? Packed(images) : images);
        File.WriteAllBytes(At("labels"), isPacked ? Packed(labels) : labels);
        return IdxSamples.Read(At("images"), At("labels"));
    }

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionMode.Compress)) stream.Write(bytes);
        return packed.ToArray();
    }
}
