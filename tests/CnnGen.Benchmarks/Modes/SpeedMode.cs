using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Peers.OnnxRuntime;
using CnnGen.Benchmarks.Reporting;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks.Modes;

/// <summary>How fast networks are, against the machine and against peers: the quick mode and the family.</summary>
internal static class SpeedMode
{
    /// <summary>The reference networks, with a naive twin and in fresh processes.</summary>
    public static void Quick(Options options) => Run(Catalogue.Reference, options, isQuick: true);

    /// <summary>Networks of growing work; their naive twins check the outputs and are too slow to be timed.</summary>
    public static void Family(Options options) => Run(Catalogue.Family, options, isQuick: false);

    private static void Run(IReadOnlyList<Subject> all, Options options, bool isQuick)
    {
        IReadOnlyList<Subject> subjects = Catalogue.Choose(all, subject => subject.Name, options.Only);
        OrtApi? onnxRuntime = OrtApi.FromEnvironment();
        ContestReport.WriteConditions(onnxRuntime);

        var peak = new FmaPeak();
        var contests = new List<Contest>();
        try
        {
            foreach (Subject subject in subjects) contests.Add(new Contest(subject, options.DataDirectory, onnxRuntime, timeNaive: isQuick));
            peak.Candidate.WarmUp();
            foreach (Contest contest in contests) contest.WarmUp();

            // Rounds outside, networks inside: each network meets the whole run's ups and downs.
            for (int round = 0; round < options.Rounds; round++)
            {
                peak.Candidate.Measure();
                foreach (Contest contest in contests) contest.Measure();
            }

            List<ContestResult> results = contests
                .Select(contest => contest.Result(peak.Gflops, isQuick ? FreshProcess.Measure(contest.Name) : null))
                .ToList();
            Conditions.WritePeak(peak);
            ContestReport.Write(results);
            if (options.JsonFile is not null) JsonFile.Write(options.JsonFile, results);
        }
        finally
        {
            foreach (Contest contest in contests) contest.Dispose();
        }
    }
}
