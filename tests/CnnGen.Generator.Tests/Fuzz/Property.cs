using System;
using CsCheck;
using Xunit;

namespace CnnGen.Generator.Tests.Fuzz;

/// <summary>
/// What holds of everything that is drawn. The draws are the same in every run, which CsCheck's own sampling, seeded by the clock, is not;
/// what fails is given to CsCheck to shrink.
/// </summary>
internal static class Property
{
    private const int SecondsToShrink = 10;

    /// <summary>Fails with the smallest draw that was found to fail, as its text.</summary>
    public static void Holds<T>(Gen<T> gen, uint stream, int draws, Action<T> check)
    {
        PCG random = new(stream, 1);
        for (int i = 0; i < draws; i++)
        {
            string seed = random.ToString();
            T drawn = gen.Generate(random, null!, out _);
            if (Record.Exception(() => check(drawn)) is not { } failure) continue;
            gen.Sample(check, seed: seed, time: SecondsToShrink, threads: 1);
            Assert.Fail($"Failed once, and not again: {drawn}\n{failure}");
        }
    }
}
