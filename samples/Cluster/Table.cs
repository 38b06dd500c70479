using System;
using System.Linq;
using System.Threading.Tasks;
using CnnGen.Orleans;
using Spectre.Console;

namespace Cluster;

/// <summary>Shows how a run is going: a table that is rewritten, or a line a second where the output is no terminal.</summary>
internal sealed class Table
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1);

    private DateTime lastLine;

    /// <summary>Shows whatever a watch tells, until it ends.</summary>
    /// <param name="watch">Is given what shows a progress.</param>
    public async Task Show(Func<Action<TrainingProgress, int>, Task> watch)
    {
        bool isLive = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };
        if (!isLive)
        {
            await watch(ShowLine);
            return;
        }

        await AnsiConsole.Live(new Text("")).StartAsync(live => watch((progress, kills) =>
        {
            live.UpdateTarget(Of(progress, kills));
            live.Refresh();
        }));
    }

    private static Spectre.Console.Table Of(TrainingProgress progress, int kills)
    {
        Spectre.Console.Table table = new Spectre.Console.Table().RoundedBorder().AddColumns("what", "now");
        table.AddRow("step", $"{progress.Step:N0} of {progress.Steps:N0}, epoch {progress.Epoch}");
        table.AddRow("loss", $"{progress.Loss:f4}");
        table.AddRow("shards a second", $"{progress.ShardsPerSecond:N0}");
        table.AddRow("a step", $"{progress.MedianStep.TotalMilliseconds:N1} ms, the longest {progress.LongestStep.TotalMilliseconds:N0} ms");
        table.AddRow("gradients a step", $"{progress.BytesOfStep / 1e3:N0} kB between silos");
        table.AddRow("deaths", $"{kills}, and {progress.Reruns} parts asked of a second silo");
        table.AddRow(new Text("silos"), new Rows(progress.Silos.Select(silo => new Text(silo))));
        foreach (string refused in progress.Refused) table.AddRow(new Text("refused"), new Text(refused));
        return table;
    }

    private void ShowLine(TrainingProgress progress, int kills)
    {
        bool isUnderWay = progress.Steps > 0;   // a coordinator has found silos
        if ((DateTime.UtcNow - lastLine < BetweenLines || !isUnderWay) && !progress.IsOver) return;
        lastLine = DateTime.UtcNow;
        Console.WriteLine(
            $"step {progress.Step} of {progress.Steps}, loss {progress.Loss:f4}, {progress.Silos.Count} silos, {progress.ShardsPerSecond:f0} shards a second, " +
            $"{kills} killed, {progress.Reruns} reruns");
    }
}
