using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Networks;
using CnnGen.Benchmarks.Reporting;
using CnnGen.Benchmarks.Subjects;
using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Modes;

/// <summary>How much faster two threads train than one.</summary>
internal static class ThreadsMode
{
    private static readonly TrainingSubject[] Subjects =
    [
        new("lenet", seed => new LeNetTraining(seed)), new("mnistcnn", seed => new MnistCnnTraining(seed)), new("cifar", seed => new CifarTraining(seed)),
    ];

    public static void Run(Options options)
    {
        IReadOnlyList<TrainingSubject> subjects = Catalogue.Choose(Subjects, subject => subject.Name, options.Only);
        Conditions.Write("one thread and two, in turns");
        var peak = new FmaPeak();
        var cores = new TwoCores(peak);
        peak.Candidate.WarmUp();
        peak.Candidate.Measure();
        List<ThreadsContest> contests = [.. subjects.Select(subject => new ThreadsContest(subject, TrainingMode.SamplesOf(subject)))];
        try
        {
            foreach (ThreadsContest contest in contests) contest.WarmUp();
            for (int round = 0; round < options.Rounds; round++)
            {
                foreach (ThreadsContest contest in contests) contest.Measure(cores);
            }

            List<ThreadsResult> results = [.. contests.Select(contest => contest.Result())];
            Conditions.WritePeak(peak);
            TrainingReport.Write(results);
            if (options.JsonFile is not null) JsonFile.Write(options.JsonFile, results);
        }
        finally
        {
            foreach (ThreadsContest contest in contests) contest.Dispose();
        }
    }
}
