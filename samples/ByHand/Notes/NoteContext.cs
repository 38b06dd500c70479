using System.Collections.Generic;
using WorkedExamples.Cases;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples.Notes;

/// <summary>What a note writes on, about what, and who checks its arithmetic.</summary>
internal sealed record NoteContext(
    Page Page,
    Agreement Agreement,
    ExpectedCase Expected,
    NetworkRun Whole,
    IReadOnlyList<LayerRun> Layers,
    IReadOnlyDictionary<string, ExpectedCase> AllCases)
{
    /// <summary>Numbers of the written-out arithmetic must be the network's.</summary>
    public void Check(string list, double[] network, double[] written) =>
        Agreement.BothWays(Expected.Name, $"{list}, written out", network, written);
}
