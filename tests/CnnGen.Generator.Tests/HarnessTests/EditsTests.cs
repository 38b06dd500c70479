using System;
using CnnGen.Generator.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.HarnessTests;

public sealed class EditsTests
{
    private static readonly string Network = Source.Network("[Network(3), Dense(2)]");
    private static readonly string Faulty = Source.Network("[Network(1, 4, 4), Conv(2, 3, {|CNN9001:Stride = 0|})]");

    public static TheoryData<HarmlessEdit> Harmless => new(Enum.GetValues<HarmlessEdit>());

    [Theory]
    [MemberData(nameof(Harmless))]
    public void HarmlessEdit_OfSoundGenerator_Passes(HarmlessEdit edit) => Edits.AssertHarmless(edit, Network, options: StandInGenerator.Options());

    [Fact]
    public void EditThatMovesPositions_IsCaught_UnlessTheStepMayHoldThem()
    {
        string text = Markup.Parse(Faulty).Text;
        Assert.ThrowsAny<XunitException>(() => Edits.AssertHarmless(HarmlessEdit.CommentAbove, text, options: StandInGenerator.Options()));

        // The diagnostic's own output is written again all the same, and that is right; so this one is not for sources with errors.
        var failure = Assert.ThrowsAny<XunitException>(() => Edits.AssertHarmless(HarmlessEdit.CommentAbove, text, ["Places"], StandInGenerator.Options()));
        Assert.Contains("write again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedArgument_Modifies() => Edits.AssertModifies(Network, "Dense(2)", "Dense(20)", StandInGenerator.Options());

    [Fact]
    public void EditThatDoesNotModify_IsCaught() =>
        Assert.ThrowsAny<XunitException>(() => Edits.AssertModifies(Network, "A network.", "The network.", StandInGenerator.Options()));

    [Fact]
    public void Locations_Follow()
    {
        Edits.AssertLocationsFollow(Faulty, StandInGenerator.Options());
        Assert.ThrowsAny<XunitException>(() => Edits.AssertLocationsFollow(Network, StandInGenerator.Options()));
    }
}
