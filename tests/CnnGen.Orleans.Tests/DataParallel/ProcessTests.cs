using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CnnGen.Probe.Tests;
using Xunit;

namespace CnnGen.Orleans.Tests;

/// <summary>The sample Cluster, whose silos are processes that are killed while they compute: its weights are those of one trainer.</summary>
/// <remarks><c>CNNGEN_CLUSTER_KILLS</c> says how many are to be killed at least, 2 by default.</remarks>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("CNNGEN_CLUSTER_KILLS") ?? "2", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Processes_MakeTheStepsOfOneTrainer()
    {
        (int exitCode, string output, string error) = await Run("--silos 2 --threads 1 --epochs 5");
        Assert.True(exitCode == 0, output + error);
        AssertEqual(output);
        Assert.Matches(new Regex("^test accuracy 9[0-9]", RegexOptions.Multiline), output);
    }

    // With Redis any silo may be killed, the coordinator's among them, which the first kill is.
    [ToolFact("redis-server", "redis-server")]
    public async Task KilledSilos_DoNotShow()
    {
        int port = FreePort();
        string folder = Directory.CreateTempSubdirectory("cnngen-redis").FullName;
        using Process redis = Process.Start(new ProcessStartInfo("redis-server", $"--port {port} --save \"\" --appendonly no --dir {folder}")
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            await AssertKills($"--network lenet --redis localhost:{port}");
            await AssertKills($"--network normed --redis localhost:{port}");
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--silos 0", "--silos '0': expected a whole number of at least 1")]
    [InlineData("--kill never", "--kill 'never': expected a number above 0")]
    [InlineData("--redis localhost:1", "localhost:1")]
    public async Task BadInput_IsOneLine(string arguments, string message)
    {
        (int exitCode, string output, string error) = await Run(arguments);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task AssertKills(string arguments)
    {
        // More steps than it takes: some epochs go by between two kills.
        int epochs = 10 * (Kills + 1);
        (int exitCode, string output, string error) = await Run($"--silos 3 --threads 1 --kill 0.5 --epochs {epochs} {arguments}");
        Assert.True(exitCode == 0, output + error);
        Match killed = Regex.Match(output, @"^(\d+) silos were killed, (\d+) of them with the coordinator", RegexOptions.Multiline);
        Assert.True(killed.Success, output);
        Assert.True(int.Parse(killed.Groups[1].Value, CultureInfo.InvariantCulture) >= Kills, output);
        Assert.NotEqual("0", killed.Groups[2].Value);
        AssertEqual(output);
    }

    private static void AssertEqual(string output) => Assert.Matches("hash [0-9a-f]{64}, as one trainer's$", output.TrimEnd());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(string arguments)
    {
        var start = new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "Cluster.dll")} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token), error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
