using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>
/// Two processes play Catch in lockstep, as the sample does: over a socket that carries inputs and hashes, each training its own agent. In each of 10,000 frames
/// both have the same weights, and so do all games, whatever they run on.
/// </summary>
public sealed class LockstepTests : IDisposable
{
    private const int Frames = 10_000, Flipped = 1234;

    /// <summary>A game of two equal processes on one thread each: what all others are compared with.</summary>
    private static readonly Lazy<byte[]> Expected = new(() =>
    {
        using var game = new LockstepTests();
        Result host = game.Play(DotNet(), DotNet(), 1);
        Assert.Equal($"together to {Frames}", host.Output);
        return game.Recording("host");
    });

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cnngen-lockstep-");

    [Theory]
    [InlineData("no AVX-512", "all")]
    [InlineData("no AVX2", "no vectors")]
    public void Vectors_AreTheSameInEachFrame(string host, string guest) => Check(DotNet(Switches.Named(host)), DotNet(Switches.Named(guest)));

    [Fact]
    public void Threads_AreTheSameInEachFrame() => Check(DotNet(), DotNet(), threads: 2);

    [ToolFact(MonoHost.Tool, MonoHost.Packages)]
    public void Mono_IsTheSameInEachFrame()
    {
        Probe program = Probe.CatchPeerNetStandard;
        Check(MonoHost.Run(program, folder => Play(DotNet(), new Command(MonoHost.Tool, [Path.Combine(folder, program.FileName)]), 1)));
    }

    [ToolFact(Arm64Host.Tool, Arm64Host.Packages, Arm64Host.Library)]
    public void Arm64_IsTheSameInEachFrame() => Check(DotNet(), Arm64Host.Command(Probe.CatchPeer));

    /// <summary>Else the tests above could not fail.</summary>
    [Fact]
    public void AChangedBit_EndsTheGameInItsFrame()
    {
        Result guest = Play(DotNet(), DotNet(), 1, $"{Flipped}");
        Assert.Equal($"apart behind {Flipped}", guest.Output);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Command DotNet(params (string, string)[] environment) =>
        new("dotnet", [Path.Combine(Probe.CatchPeer.Folder, Probe.CatchPeer.FileName)], environment);

    private void Check(Command host, Command guest, int threads = 1) => Check(Play(host, guest, threads));

    private void Check(Result result)
    {
        Assert.Equal($"together to {Frames}", result.Output);
        Assert.Equal(Recording("host"), Recording("guest"));
        Assert.Equal(Expected.Value, Recording("host"));
    }

    /// <summary>Inputs and hash of each frame.</summary>
    private byte[] Recording(string player) => File.ReadAllBytes(Path.Combine(folder.FullName, player));

    /// <summary>Plays a game.</summary>
    /// <param name="host">Who is there first.</param>
    /// <param name="guest">Who comes.</param>
    /// <param name="threads">How many threads train the host's agent; the guest's has one.</param>
    /// <param name="more">What else the guest is told.</param>
    /// <returns>How the guest ended, if the host said the same.</returns>
    private Result Play(Command host, Command guest, int threads, params string[] more)
    {
        using Process first = host.Start("0", $"{Frames}", $"{threads}", Path.Combine(folder.FullName, "host"));
        Task<string> error = first.StandardError.ReadToEndAsync();
        string port = first.StandardOutput.ReadLine() ?? throw new InvalidOperationException(error.Result);
        using Process second = guest.Start([port, $"{Frames}", "1", Path.Combine(folder.FullName, "guest"), .. more]);
        Task<string> secondError = second.StandardError.ReadToEndAsync(), said = first.StandardOutput.ReadToEndAsync();
        string output = second.StandardOutput.ReadToEnd().Trim();
        first.WaitForExit();
        second.WaitForExit();
        if (second.ExitCode == 0) Assert.Equal(said.Result.Trim(), output);
        return new Result(second.ExitCode, output, secondError.Result);
    }
}
