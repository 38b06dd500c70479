using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Peers.PyTorch;
using CnnGen.Benchmarks.Reporting;
using CnnGen.Benchmarks.Subjects;
using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Modes;

/// <summary>How much faster two threads train than one, also where other processes keep the cores busy, and than PyTorch with as many.</summary>
internal static class ThreadsMode
{
    private const int MostBusy = 2;

    public static void Run(Options options)
    {
        IReadOnlyList<TrainingSubject> subjects = Catalogue.Choose(Catalogue.Training, subject => subject.Name, options.Only);
        using TorchProcess? torch = TorchProcess.FromEnvironment(threads: 2);
        Conditions.Write($"one thread and two, in turns, {TorchProcess.Describe(torch)}");
        var peak = new FmaPeak();
        var cores = new TwoCores(peak);
        peak.Candidate.WarmUp();
        peak.Candidate.Measure();
        List<ThreadsContest> contests = [.. subjects.GroupBy(subject => subject.Name).SelectMany(shards => Contests(shards, torch))];
        try
        {
            foreach (ThreadsContest contest in contests) contest.WarmUp();
            for (int round = 0; round < options.Rounds; round++)
            {
                foreach (ThreadsContest contest in contests) contest.Measure(cores);
            }

            for (int processes = 1; processes <= MostBusy; processes++)
            {
                using BusyProcesses busy = new(processes);
                for (int round = 0; round < options.Rounds; round++)
                {
                    foreach (ThreadsContest contest in contests) contest.MeasureBesides(processes);
                }
            }

            List<ThreadsResult> results = [.. contests.Select(contest => contest.Result(peak.Gflops))];
            Conditions.WritePeak(peak);
            TrainingReport.Write(results, withTorch: torch is not null);
            if (options.JsonFile is not null) JsonFile.Write(options.JsonFile, results);
        }
        finally
        {
            foreach (ThreadsContest contest in contests) contest.Dispose();
        }
    }

    /// <summary>A network's shards share their samples.</summary>
    private static IEnumerable<ThreadsContest> Contests(IEnumerable<TrainingSubject> shards, TorchProcess? torch)
    {
        Samples? samples = null;
        foreach (TrainingSubject subject in shards) yield return new ThreadsContest(subject, samples ??= TrainingMode.SamplesOf(subject), torch);
    }
}
