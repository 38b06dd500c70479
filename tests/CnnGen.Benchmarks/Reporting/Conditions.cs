using System;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using CnnGen.Benchmarks.Measuring;

namespace CnnGen.Benchmarks.Reporting;

/// <summary>What numbers depend on besides the network.</summary>
internal static class Conditions
{
    /// <param name="ofMode">What else holds for all results of the mode.</param>
    public static void Write(string ofMode)
    {
        if (typeof(Conditions).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            Console.WriteLine("hint: this is a Debug build, 10 to 20 times slower than Release: dotnet run -c Release");
        }

        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {ofMode}");
    }

    public static void WritePeak(FmaPeak peak) =>
        Console.WriteLine($"peak of this run: {peak.Gflops:F0} GFLOP/s of multiply-adds on {peak.Bits}-bit vectors\n");
}
