using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Peers.PyTorch;
using CnnGen.Benchmarks.Reporting;
using CnnGen.Benchmarks.Subjects;
using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Modes;

/// <summary>How fast networks learn: steps of forward, loss, backward and the optimizer, against the machine and PyTorch.</summary>
internal static class TrainingMode
{
    // 61 sets of the largest batch: a branch predictor learns a few samples by heart.
    private const int SampleCount = 61 * 64, Classes = 10;

    public static void Run(Options options)
    {
        IReadOnlyList<TrainingSubject> subjects = Catalogue.Choose(Catalogue.Training, subject => subject.Name, options.Only);
        using TorchProcess? torch = TorchProcess.FromEnvironment(threads: 1);
        Conditions.Write($"one thread, {TorchProcess.Describe(torch)}");

        var peak = new FmaPeak();
        var cores = new TwoCores(peak);
        peak.Candidate.WarmUp();
        List<TrainingContest> contests = subjects.GroupBy(subject => subject.Name).SelectMany(batches => Contests(batches, torch)).ToList();
        foreach (TrainingContest contest in contests) contest.WarmUp();

        // Rounds outside, networks inside: each network meets the whole run's ups and downs.
        for (int round = 0; round < options.Rounds; round++)
        {
            peak.Candidate.Measure();
            cores.Probe();
            foreach (TrainingContest contest in contests) contest.Measure();
        }

        List<TrainingResult> results = contests.Select(contest => contest.Result(peak.Gflops)).ToList();
        Conditions.WritePeak(peak);
        TrainingReport.WriteCores(cores);
        TrainingReport.Write(results, withTorch: torch is not null);
        if (options.JsonFile is not null) JsonFile.Write(options.JsonFile, results);
    }

    /// <summary>Random samples of a network.</summary>
    public static Samples SamplesOf(TrainingSubject subject) => SamplesOf(subject.Name, subject.Create(Subject.Seed));

    private static Samples SamplesOf(string name, ITrainableNetwork<float> network) =>
        Samples.AtRandom(name, [.. network.Description.InputShape], Classes, SampleCount, Subject.Seed);

    /// <summary>A network's batches share their samples.</summary>
    private static IEnumerable<TrainingContest> Contests(IEnumerable<TrainingSubject> batches, TorchProcess? torch)
    {
        Samples? samples = null;
        foreach (TrainingSubject subject in batches)
        {
            ITrainableNetwork<float> network = subject.Create(Subject.Seed);
            samples ??= SamplesOf(subject.Name, network);
            yield return new TrainingContest(subject.Name, network, samples, torch);
        }
    }
}
