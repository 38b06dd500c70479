using System;
using System.IO;
using Catch.Lockstep;
using Xunit;

namespace Catch.Tests;

/// <summary>A recorded game is the same again, and says where it is not.</summary>
public sealed class ReplayTests : FolderTests
{
    private const int Steps = 2, Frames = 700, FrameBytes = Recording.FrameBytes;   // not a multiple of what is written at once

    private static readonly int Start = Recording.Title.Length + sizeof(int);

    [Fact]
    public void Replay_HasTheHashes()
    {
        Record();
        var replay = new Replay(At("recording"));
        Assert.Equal((5, Frames), (replay.Seed, replay.Frames));
        using var match = new Match(replay.Seed, threads: 2);
        using (var again = new Recorder(At("again"), match)) Loop.Run(match, replay, again, int.MaxValue, () => true);
        Assert.Equal(Frames, match.Frame);
        Assert.Equal(File.ReadAllBytes(At("recording")), File.ReadAllBytes(At("again")));
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(333, 13)]
    [InlineData(Frames, 6)]
    public void AnotherHash_NamesItsFrame(int frame, int place)
    {
        Record();
        Change(Start + ((frame - 1) * FrameBytes) + place);
        var exception = Assert.Throws<DesyncException>(Play);
        Assert.Equal(frame, exception.Frame);
        Assert.StartsWith($"frame {frame}: the weights or the fields differ: hash ", exception.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void AnotherInput_NamesItsFrame(int frame)
    {
        Record();
        Change(Start + ((frame - 1) * FrameBytes) + 1, Steps - 1);
        Assert.Equal(frame, Assert.Throws<DesyncException>(Play).Frame);
    }

    [Fact]
    public void AnotherSeed_NamesTheFirst()
    {
        Record();
        Change(Recording.Title.Length);
        Assert.Equal(1, Assert.Throws<DesyncException>(Play).Frame);
    }

    [Theory]
    [InlineData(0, "no recording of this game")]
    [InlineData(21, "no recording of this game")]
    [InlineData(22 + (3 * FrameBytes) + 5, "behind 3 frames of 14 bytes it has 5 bytes more")]
    public void CutOff_IsRefused(int length, string message)
    {
        Record();
        File.WriteAllBytes(At("recording"), File.ReadAllBytes(At("recording"))[..length]);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new Replay(At("recording"))).Message);
    }

    [Fact]
    public void UnknownKey_IsRefused()
    {
        Record();
        Change(Start + (41 * FrameBytes) + Recording.InputBytes, 9);
        Assert.EndsWith("is damaged in frame 42: a key is a number from 0 to 3, not 9", Assert.Throws<InvalidDataException>(() => new Replay(At("recording"))).Message);
    }

    /// <summary>Its frames up to then are a recording; closing it says nothing more.</summary>
    [Fact]
    public void AFullDisk_LeavesWholeFrames()
    {
        using var match = new Match(5);
        using var disk = new FullDisk(Start + (300 * FrameBytes) + 5);
        using (var recorder = new Recorder(disk, match))
        {
            Assert.Throws<IOException>(() => Loop.Run(match, new Alone(new Fingers(3, Steps)), recorder, Frames, () => true));
        }

        File.WriteAllBytes(At("recording"), disk.ToArray());
        Play();
        Assert.Equal(256, new Replay(At("recording")).Frames);   // as many as are written at once
    }

    private void Record()
    {
        using var match = new Match(5);
        using var recorder = new Recorder(At("recording"), match);
        Loop.Run(match, new Alone(new Fingers(3, Steps)), recorder, Frames, () => true);
    }

    private void Play()
    {
        var replay = new Replay(At("recording"));
        using var match = new Match(replay.Seed);
        Loop.Run(match, replay, null, int.MaxValue, () => true);
    }

    private void Change(int place, int? to = null)
    {
        byte[] bytes = File.ReadAllBytes(At("recording"));
        bytes[place] = (byte)(to ?? (bytes[place] ^ 1));
        File.WriteAllBytes(At("recording"), bytes);
    }

    private sealed class FullDisk(int capacity) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = (int)Math.Min(count, capacity - Position);
            base.Write(buffer, offset, fits);
            if (fits < count) throw new IOException("No space left on device");
        }
    }
}
