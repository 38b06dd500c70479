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

    // A step of practice in one of so many frames: each takes an emulator its time.
    private const int FramesOfASlowStep = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Games of two equal processes on one thread each: what all others are compared with.
    private static readonly Lazy<byte[]> Expected = new(() => PlayExpected(1)), ExpectedOfSlow = new(() => PlayExpected(FramesOfASlowStep));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cnngen-lockstep-");

    [Theory]
    [InlineData("no AVX-512", "all")]
    [InlineData("no AVX2", "no vectors")]
    public void Vectors_AreTheSameInEachFrame(string host, string guest) => Check(Play(DotNet(Switches.Named(host)), DotNet(Switches.Named(guest))));

    [Fact]
    public void Threads_AreTheSameInEachFrame() => Check(Play(DotNet(), DotNet(), threads: 2));

    [ToolFact(MonoHost.Tool, MonoHost.Packages)]
    public void Mono_IsTheSameInEachFrame()
    {
        Probe program = Probe.CatchPeerNetStandard;
        CheckSlow(MonoHost.Run(program, folder => PlaySlow(new Command(MonoHost.Tool, [Path.Combine(folder, program.FileName)]))));
    }

    [ToolFact(Arm64Host.Tool, Arm64Host.Packages, Arm64Host.Library)]
    public void Arm64_IsTheSameInEachFrame() => CheckSlow(PlaySlow(Arm64Host.Command(Probe.CatchPeer)));

    /// <summary>Else the tests above could not fail.</summary>
    [Fact]
    public void AChangedBit_EndsTheGameInItsFrame()
    {
        Result guest = Play(DotNet(), DotNet(), flipped: Flipped);
        Assert.Equal($"apart behind {Flipped}", guest.Output);
    }

    /// <summary>Else a host would wait for ever, and the test with it.</summary>
    [Fact]
    public void AGuestThatDoesNotCome_EndsTheHost()
    {
        Result result = Play(DotNet(), new Command("dotnet", ["missing.dll"]));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("missing.dll", result.Error);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Command DotNet(params (string, string)[] environment) =>
        new("dotnet", [Path.Combine(Probe.CatchPeer.Folder, Probe.CatchPeer.FileName)], environment);

    private static byte[] PlayExpected(int framesOfAStep)
    {
        using var game = new LockstepTests();
        return game.Together(game.Play(DotNet(), DotNet(), framesOfAStep: framesOfAStep));
    }

    private Result PlaySlow(Command guest) => Play(DotNet(), guest, framesOfAStep: FramesOfASlowStep);

    private void Check(Result result) => Assert.Equal(Expected.Value, Together(result));

    private void CheckSlow(Result result) => Assert.Equal(ExpectedOfSlow.Value, Together(result));

    /// <summary>What both have recorded.</summary>
    private byte[] Together(Result result)
    {
        Assert.True(result.ExitCode == 0 && result.Output == $"together to {Frames}", result.Error);
        Assert.Equal(Recording("host"), Recording("guest"));
        return Recording("host");
    }

    /// <summary>Inputs and hash of each frame.</summary>
    private byte[] Recording(string player) => File.ReadAllBytes(PathOf(player));

    private string PathOf(string player) => Path.Combine(folder.FullName, player);

    /// <summary>Plays a game.</summary>
    /// <param name="host">Who is there first.</param>
    /// <param name="guest">Who comes.</param>
    /// <param name="threads">How many threads train the host's agent; the guest's has one.</param>
    /// <param name="framesOfAStep">In one of how many frames the host has time for practice; the guest has it always.</param>
    /// <param name="flipped">The frame behind which the guest flips a bit.</param>
    /// <returns>How it ended, and what the guest said, if the host said the same; as the error, all that both have written.</returns>
    private Result Play(Command host, Command guest, int threads = 1, int framesOfAStep = 1, int? flipped = null)
    {
        using Process first = host.Start("0", $"{Frames}", $"{threads}", PathOf("host"), $"{framesOfAStep}");
        Task<string> firstError = first.StandardError.ReadToEndAsync();
        string port = first.StandardOutput.ReadLine() ?? throw new InvalidOperationException(firstError.Result);
        string[] more = flipped is null ? [] : [$"{flipped}"];
        using Process second = guest.Start([port, $"{Frames}", "1", PathOf("guest"), "1", .. more]);
        Task<string> secondError = second.StandardError.ReadToEndAsync();
        Task<string> firstOutput = first.StandardOutput.ReadToEndAsync(), secondOutput = second.StandardOutput.ReadToEndAsync();

        // A host whose guest has failed may wait for ever.
        bool isOver = second.WaitForExit(Patience) && second.ExitCode == 0 && first.WaitForExit(Patience);
        if (!isOver) first.Kill(entireProcessTree: true);
        if (!isOver) second.Kill(entireProcessTree: true);
        first.WaitForExit();
        second.WaitForExit();

        string said = firstOutput.Result.Trim(), output = secondOutput.Result.Trim();
        string all = $"host, exit code {first.ExitCode}:\n{said}\n{firstError.Result}\nguest, exit code {second.ExitCode}:\n{output}\n{secondError.Result}";
        if (isOver) Assert.True(said == output, all);
        return new Result(second.ExitCode == 0 ? first.ExitCode : second.ExitCode, output, all);
    }
}
