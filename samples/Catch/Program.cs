using System;
using System.Diagnostics;
using Catch.Game;
using Catch.Learning;
using Catch.Lockstep;

int seed = int.Parse(args[0]); int steps = int.Parse(args[1]); int frames = int.Parse(args[2]);
int threads = args.Length > 3 ? int.Parse(args[3]) : 1;
var match = new Match(seed, threads);
Input[] inputs = [new(Key.None, (ushort)steps), new(Key.None, (ushort)steps)];
var watch = Stopwatch.StartNew();
long alloc = 0; long ticks = 0;
for (int f = 1; f <= frames; f++)
{
    long b = GC.GetAllocatedBytesForCurrentThread();
    match.Advance(inputs);
    alloc += GC.GetAllocatedBytesForCurrentThread() - b; ticks += match.Ticks;
    if (f % (frames / 20) == 0)
        Console.WriteLine($"{f} {watch.Elapsed.TotalSeconds:F2} s played {match.Practice.Played} reward {(match.Practice.Rewards.Count > 0 ? match.Practice.Rewards.Means[^1] : 0):F3} game {match.Sides[0].Tally.Rate:P1} {match.Sides[1].Tally.Rate:P1} alloc {alloc}");
}
Console.WriteLine($"{match.Hash():x16} µs/step {1e6 * ticks / Stopwatch.Frequency / ((double)frames * steps):F2}, params {Brain.ParameterCount}");
var w2 = Stopwatch.StartNew(); for (int i = 0; i < 1000; i++) match.Hash(); Console.WriteLine($"hash {w2.Elapsed.TotalMilliseconds:F2} µs");
