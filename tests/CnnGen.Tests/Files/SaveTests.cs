using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

public sealed class SaveTests : FolderTests
{
    [Fact]
    public void File_IsLengthHeaderAndNumbers()
    {
        var network = new StoredTiny();
        network.SetParameters([1, -2, 0.5f]);
        using var stream = new MemoryStream();
        network.Save(stream);

        string header = "{\"__metadata__\":{\"format\":\"pt\",\"cnngen.fingerprint\":\"" + StoredTiny.Description.Fingerprint +
            "\",\"cnngen.architecture\":\"input 2\\u000aDense 2 → 1, weight 1×2, bias 1\"}," +
            "\"dense1.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}," +
            "\"dense1.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
        byte[] bytes = Encoding.UTF8.GetBytes(header);
        byte[] padded = [.. bytes, .. Enumerable.Repeat((byte)' ', (8 - (bytes.Length % 8)) % 8)];
        Assert.Equal(Forged.File(padded, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F]), stream.ToArray());
    }

    [Fact]
    public void SameNetwork_MakesTheSameBytes()
    {
        Stored network = new(1), other = new(1);
        Data.Disturb(network, 2);
        Data.Disturb(other, 2);
        network.Save(At("one"));
        other.Save(At("two"));
        Assert.Equal(File.ReadAllBytes(At("one")), File.ReadAllBytes(At("two")));
    }

    [Fact]
    public void Path_IsReplacedAndNothingIsLeftBeside()
    {
        File.WriteAllBytes(At("net"), new byte[1 << 20]);
        var network = new Stored();
        network.Save(At("net"));
        network.Load(At("net"));
        Assert.Equal([At("net")], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void FailureWhileWriting_LeavesTheOldFileAlone()
    {
        // The target is a folder that is not empty: the move fails when all is written.
        Directory.CreateDirectory(At("net"));
        File.WriteAllText(Path.Combine(At("net"), "inside"), "old");
        Exception? fault = Record.Exception(() => new Stored().Save(At("net")));
        Assert.True(fault is IOException or UnauthorizedAccessException, $"{fault}");
        Assert.Equal([At("net")], Directory.GetFileSystemEntries(Folder));
        Assert.Equal("old", File.ReadAllText(Path.Combine(At("net"), "inside")));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.UserRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    public void FileThatIsReplaced_GivesItsMode(UnixFileMode mode, bool isLink)
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(At("old"), "");
        File.SetUnixFileMode(At("old"), mode);
        if (isLink) File.CreateSymbolicLink(At("net"), At("old"));
        else File.Move(At("old"), At("net"));
        new Stored().Save(At("net"));
        Assert.Equal(mode, File.GetUnixFileMode(At("net")));
        Assert.Null(new FileInfo(At("net")).LinkTarget);
    }

    [Fact]
    public void FolderThatIsNotThere_IsSaid() => Assert.Throws<DirectoryNotFoundException>(() => new Stored().Save(At("none/net")));

    [Fact]
    public void NullArguments_AreNamed()
    {
        Assert.Equal("network", Assert.Throws<ArgumentNullException>(() => ((INetwork<float>)null!).Save(At("net"))).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => new Stored().Save((string)null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => new Stored().Save((Stream)null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => new Stored().Load((string)null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => Checkpoint.Load(new Stored(), null!)).ParamName);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Fingerprint_IsOfWhatParametersMean()
    {
        string fingerprint = Stored.Description.Fingerprint;
        Assert.Matches("^[0-9a-f]{32}$", fingerprint);
        Assert.Equal(fingerprint, StoredForwardOnly.Description.Fingerprint);
        Assert.Equal(fingerprint, StoredDouble.Description.Fingerprint);
        Assert.Equal(fingerprint, StoredRenamed.Description.Fingerprint);
        Assert.NotEqual(fingerprint, StoredOtherwise.Description.Fingerprint);
        IReadOnlyList<string> expected =
        [
            "input 2×8×8",
            "Conv 2×8×8 → 4×8×8, weight 4×2×3×3, bias 4, kernel 3 3, stride 1 1, padding 1 1 1 1, dilation 1 1",
            "BatchNorm 4×8×8 → 4×8×8, weight 4, bias 4, running_mean 4, running_var 4, epsilon 1E-05",
            "ReLU 4×8×8 → 4×8×8",
            "MaxPool 4×8×8 → 4×4×4, kernel 2 2, stride 2 2, padding 0 0 0 0, dilation 1 1",
            "Dropout 4×4×4 → 4×4×4",
            "Dense 64 → 5, weight 5×64, bias 5",
        ];
        Assert.Equal(expected, Stored.Description.Architecture);
    }
}
