using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Xml.Linq;
using Catch.Game;
using Catch.Lockstep;
using Catch.Playing;
using Xunit;

namespace Catch.Tests;

/// <summary>What is typed, and what is drawn at the end.</summary>
public sealed class ProgramTests : FolderTests
{
    [Theory]
    [InlineData("--steps '-1': expected a whole number from 0 to 65535", "--steps", "-1")]
    [InlineData("--frames '0': expected a whole number from 1 to 2147483647", "--frames", "0")]
    [InlineData("--seed '1.5': expected a whole number from -2147483648 to 2147483647", "--seed", "1.5")]
    [InlineData("--budget '0,5': expected milliseconds above 0 and up to 1000, such as 2", "--budget", "0,5")]
    [InlineData("--budget 'NaN': expected milliseconds above 0 and up to 1000, such as 2", "--budget", "NaN")]
    [InlineData("--host '70000': expected a whole number from 1 to 65535", "--host", "70000")]
    [InlineData("--join '4000': expected a name or an IPv4 address, a colon and a port from 1 to 65535, such as localhost:4000", "--join", "4000")]
    [InlineData("--join 'there:': expected a name or an IPv4 address, a colon and a port from 1 to 65535, such as localhost:4000", "--join", "there:")]
    [InlineData("--join ':4000': expected a name or an IPv4 address, a colon and a port from 1 to 65535, such as localhost:4000", "--join", ":4000")]
    [InlineData("--join '::1:4000': expected a name or an IPv4 address, a colon and a port from 1 to 65535, such as localhost:4000", "--join", "::1:4000")]
    [InlineData("--join '[::1]:4000': expected a name or an IPv4 address, a colon and a port from 1 to 65535, such as localhost:4000", "--join", "[::1]:4000")]
    [InlineData("--replay '': expected the name of a file", "--replay", "")]
    [InlineData("--chart '': expected the name of a file", "--chart", "")]
    public void WhatIsOutOfRange_IsRefused(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Single(CommandLine.Create().Parse(arguments).Errors).Message);

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void ALongHost_IsRefused(int labels, bool isHost)
    {
        string host = string.Concat(System.Linq.Enumerable.Repeat("four.", labels)) + "end";
        Assert.Equal(isHost ? 0 : 1, CommandLine.Create().Parse(["--join", $"{host}:4000"]).Errors.Count);
    }

    /// <summary>In one line, before there is a game.</summary>
    [Theory]
    [InlineData("--chart", "", " cannot be saved: ")]
    [InlineData("--checkpoint", "", " cannot be saved: ")]
    [InlineData("--record", "missing/game", " cannot be saved: ")]
    [InlineData("--replay", "missing", "missing")]
    public void AFileThatDoesNotFit_IsToldBeforeTheGame(string option, string name, string message)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Match).Assembly.Location, "--fast", option, At(name)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string error = process.StandardError.ReadToEnd();
        Assert.Equal("", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("error: ", error);
        Assert.Contains(message, Assert.Single(error.TrimEnd().Split('\n')));
        Assert.Empty(Directory.GetFileSystemEntries(At("")));
    }

    [Theory]
    [InlineData("--budget and --steps", "--budget", "2", "--steps", "3")]
    [InlineData("--host and --join", "--host", "4000", "--join", "localhost:4000")]
    [InlineData("--join and --seed", "--join", "localhost:4000", "--seed", "3")]
    [InlineData("--replay and --record", "--replay", "a", "--record", "b")]
    [InlineData("--replay and --checkpoint", "--replay", "a", "--checkpoint", "b")]
    [InlineData("--checkpoint and --host", "--host", "4000", "--checkpoint", "b")]
    public void WhatDoesNotGoTogether_IsRefused(string options, params string[] arguments)
    {
        ParseResult parsed = CommandLine.Create().Parse(arguments);
        Assert.Empty(parsed.Errors);
        Assert.Equal($"{options} do not go together: expected one of them", Assert.Throws<FailureException>(() => CommandLine.Read(parsed)).Message);
    }

    [Fact]
    public void Defaults_AreAsTheHelpSays()
    {
        Options options = CommandLine.Read(CommandLine.Create().Parse([])), fast = CommandLine.Read(CommandLine.Create().Parse(["--fast"]));
        Assert.Equal(new Options(false, null, 8, int.MaxValue, null, 1, null, null, null, null, null, "catch.svg"), options);
        Assert.Equal(options with { Fast = true, Frames = 20_000 }, fast);
        Assert.Equal(int.MaxValue, CommandLine.Read(CommandLine.Create().Parse(["--fast", "--replay", "recording"])).Frames);
        Assert.Equal(("there", 4000), CommandLine.Read(CommandLine.Create().Parse(["--join", "there:4000"])).Join);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000)]
    public void Chart_IsAPicture_OfEveryRound(int frames)
    {
        using var match = new Match(1);
        for (int i = 0; i < frames; i++) match.Advance([new(Key.None, 8), new(Key.None, 8)]);
        Chart.Write(At("chart.svg"), match.Practice);
        XDocument svg = XDocument.Load(At("chart.svg"));
        Assert.DoesNotContain("NaN", File.ReadAllText(At("chart.svg")));
        string[] points = [.. System.Linq.Enumerable.Select(svg.Descendants(XName.Get("polyline", "http://www.w3.org/2000/svg")), line => line.Attribute("points")!.Value)];
        Assert.Equal(2, points.Length);
        foreach (string curve in points)
        {
            Assert.Equal(match.Practice.Rewards.Count, curve.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        }
    }

    [Fact]
    public void History_KeepsTheMean_HoweverLongItIs()
    {
        var history = new Learning.History();
        for (int i = 0; i < 4096; i++) history.Add(i % 4);
        Assert.InRange(history.Count, Learning.History.Capacity / 2, Learning.History.Capacity - 1);
        Assert.Equal(4096, history.Count * history.Each);
        foreach (double mean in history.Means) Assert.Equal(1.5, mean);
    }

    [Fact]
    public void Budget_IsWhatFits()
    {
        long millisecond = Stopwatch.Frequency / 1000;
        var budget = new Budget(2);
        Assert.Equal(1, budget.Steps);
        budget.Spent(1, millisecond / 10);
        Assert.Equal(20, budget.Steps);
        budget.Spent(20, 10 * millisecond);   // five times as slow
        Assert.Equal(4, budget.Steps);
        for (int i = 0; i < 60; i++) budget.Spent(4, 4 * millisecond / 10);
        Assert.Equal(20, budget.Steps);
        budget.Spent(0, 0);
        Assert.Equal(20, budget.Steps);
        budget.Spent(20, 3000 * millisecond);
        Assert.Equal(1, budget.Steps);
    }
}
