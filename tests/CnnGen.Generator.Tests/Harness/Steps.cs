using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>What the pipeline's steps hold and whether they were cached.</summary>
internal static class Steps
{
    // Roslyn's own inputs are compilations and trees, and so are the inner steps of ForAttributeWithMetadataName; all but the last of
    // these, which is the generator's transform.
    private static readonly string[] Inputs = [
        "Compilation", "CompilationOptions", "ParseOptions", "AdditionalTexts", "AnalyzerConfigOptions", "MetadataReferences"];
    private const string Transform = "result_ForAttributeWithMetadataName";

    /// <summary>Fails unless a second run on an equal compilation found every tracked step and every output unchanged.</summary>
    public static void AssertCached(GeneratorRunResult first, GeneratorRunResult second, IReadOnlyList<string> tracked)
    {
        foreach (string name in tracked)
        {
            bool before = first.TrackedSteps.TryGetValue(name, out ImmutableArray<IncrementalGeneratorRunStep> one);
            bool after = second.TrackedSteps.TryGetValue(name, out ImmutableArray<IncrementalGeneratorRunStep> two);
            if (before != after) Assert.Fail($"Step '{name}' ran in one of two equal runs only.");
            if (!before) continue;
            if (one.Sum(step => step.Outputs.Length) != two.Sum(step => step.Outputs.Length))
            {
                Assert.Fail($"Step '{name}' has another number of outputs in a second, equal run.");
            }

            AssertReasons(name, two, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);
        }

        foreach (KeyValuePair<string, ImmutableArray<IncrementalGeneratorRunStep>> output in second.TrackedOutputSteps)
        {
            AssertReasons(output.Key, output.Value, IncrementalStepRunReason.Cached);
        }

        // A generator that did something without a single tracked step would have proved nothing above.
        bool didSomething = !first.GeneratedSources.IsEmpty || !first.Diagnostics.IsEmpty;
        if (didSomething && !tracked.Any(first.TrackedSteps.ContainsKey)) Assert.Fail("No tracked step took part: do the names agree?");
    }

    /// <summary>Every value that a step of the generator's own holds, by the step's name.</summary>
    public static IEnumerable<KeyValuePair<string, object>> ValuesOf(GeneratorRunResult result)
    {
        HashSet<IncrementalGeneratorRunStep> seen = [];
        Stack<IncrementalGeneratorRunStep> open = new(result.TrackedSteps.Where(steps => !IsRoslyns(steps.Key)).SelectMany(steps => steps.Value));
        while (open.TryPop(out IncrementalGeneratorRunStep? step))
        {
            if (!seen.Add(step) || IsRoslyns(step.Name)) continue;

            // An output step's value is text and diagnostics, which no later run compares.
            bool compared = !result.TrackedOutputSteps.ContainsKey(step.Name ?? "");
            foreach ((object value, _) in compared ? step.Outputs : [])
            {
                if (value is not null) yield return new(step.Name ?? "(a step without a name)", value);
            }

            // Steps without a tracking name are reached from those that read them, but what stands before the transform is Roslyn's.
            foreach ((IncrementalGeneratorRunStep source, _) in step.Name == Transform ? [] : step.Inputs) open.Push(source);
        }
    }

    public static IEnumerable<(object Value, IncrementalStepRunReason Reason)> OutputsOf(GeneratorRunResult result, string step) =>
        result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(one => one.Outputs)
            : [];

    private static bool IsRoslyns(string? name) =>
        name is not null && name != Transform && (Inputs.Contains(name) || name.Contains("_ForAttribute", StringComparison.Ordinal));

    private static void AssertReasons(string name, ImmutableArray<IncrementalGeneratorRunStep> steps, params IncrementalStepRunReason[] allowed)
    {
        foreach ((object value, IncrementalStepRunReason reason) in steps.SelectMany(step => step.Outputs))
        {
            if (!allowed.Contains(reason)) Assert.Fail($"Step '{name}' is {reason} in a second, equal run: {value}");
        }
    }
}
