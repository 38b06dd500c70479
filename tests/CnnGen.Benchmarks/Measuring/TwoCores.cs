using System;
using System.Diagnostics;
using System.Threading;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>
/// Whether two threads have two cores: a virtual machine may lose one for seconds and say nothing. Rounds of two threads are kept only
/// when the multiply-adds of two threads, at once, reach nearly twice those of one.
/// </summary>
internal sealed class TwoCores(FmaPeak peak)
{
    private const double Enough = 1.8, ProbeNanoseconds = 10_000_000;

    public int Probes { get; private set; }

    /// <summary>Probes that found two cores.</summary>
    public int Found { get; private set; }

    /// <summary>Asks the machine once; the peak must have been measured.</summary>
    public bool Probe()
    {
        int calls = (int)(ProbeNanoseconds / peak.Candidate.Nanoseconds) + 1;
        double one = Time(() => peak.Multiply(calls));
        double two = Time(() =>
        {
            var second = new Thread(() => peak.Multiply(calls));
            second.Start();
            peak.Multiply(calls);
            second.Join();
        });

        bool found = 2 * one > Enough * two;
        Probes++;
        if (found) Found++;
        return found;
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Clock.NanosecondsSince(start);
    }
}
