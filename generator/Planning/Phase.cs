using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>Steps that run one after the other: each sample through all of them, or each step through all samples.</summary>
/// <param name="IsPerSample">Whether the loop over the samples is around the steps.</param>
/// <param name="Steps">The steps.</param>
internal sealed record Phase(bool IsPerSample, IReadOnlyList<Step> Steps)
{
    /// <summary>The modes in which a pass has to be looked at by itself.</summary>
    public static IReadOnlyList<Mode> ModesOf(IEnumerable<Step> steps) =>
        steps.Any(step => step.Mode != Mode.Always) ? new[] { Mode.Training, Mode.Inference } : new[] { Mode.Always };

    /// <summary>Whether a step runs in a mode.</summary>
    public static bool RunsIn(Step step, Mode mode) => step.Mode == Mode.Always || step.Mode == mode;

    /// <summary>Cuts what a pass does in a mode into phases.</summary>
    public static IReadOnlyList<Phase> Cut(IEnumerable<Step> steps, Mode mode) => Cut(steps.Where(step => RunsIn(step, mode)));

    /// <summary>The phases of what a pass does in a mode, by the numbers that their steps have in the pass.</summary>
    public static IEnumerable<IReadOnlyList<int>> CutNumbered(IReadOnlyList<Step> pass, Mode mode)
    {
        int[] numbers = Enumerable.Range(0, pass.Count).Where(i => RunsIn(pass[i], mode)).ToArray();
        int done = 0;
        foreach (Phase phase in Cut(pass, mode))
        {
            yield return new System.ArraySegment<int>(numbers, done, phase.Steps.Count);
            done += phase.Steps.Count;
        }
    }

    /// <summary>Whether another one does the same.</summary>
    public bool IsLike(Phase other) => IsPerSample == other.IsPerSample && Steps.SequenceEqual(other.Steps);

    /// <summary>Cuts a pass into phases: what one sample has just written is still near when the next step reads it.</summary>
    public static IReadOnlyList<Phase> Cut(IEnumerable<Step> steps)
    {
        var phases = new List<Phase>();
        var last = new List<Step>();
        foreach (Step step in steps)
        {
            if (phases.Count > 0 && phases[phases.Count - 1].IsPerSample && step.Kernel.IsPerSample) last.Add(step);
            else phases.Add(new Phase(step.Kernel.IsPerSample, last = new List<Step> { step }));
        }

        return phases;
    }
}
