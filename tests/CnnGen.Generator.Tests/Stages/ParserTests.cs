using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

public class ParserTests
{
    [Fact]
    public void Annotations_AreInSourceOrderWithTheirArguments()
    {
        Declaration declaration = Plans.Parse(
            "[Network(1, 28, 28, Batch = 32)]\n[Conv(filters: 6, kernel: 5, Padding = 2), LeakyReLU]\n[Dense(10, Name = \"head\", Bias = false)]").Declaration;
        Assert.Equal(["Network", "Conv", "LeakyReLU", "Dense"], declaration.Annotations.Select(annotation => annotation.Kind));
        Assert.Equal([new Argument("filters", 6), new Argument("kernel", 5), new Argument("Padding", 2)], declaration.Annotations[1].Arguments);
        Assert.Equal([new Argument("slope", 0.01)], declaration.Annotations[2].Arguments);
        Assert.Equal([new Argument("units", 10), new Argument("Name", "head"), new Argument("Bias", false)], declaration.Annotations[3].Arguments);
        Assert.DoesNotContain(declaration.Annotations, annotation => annotation.IsBroken || annotation.IsStray);
    }

    [Fact]
    public void EqualSources_GiveEqualRecords()
    {
        ParsedDeclaration one = Plans.Parse("[Network(2, 3, 4), Conv(5, 2), ReLU]"), other = Plans.Parse("[Network(2, 3, 4), Conv(5, 2), ReLU]");
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, Plans.Parse("[Network(2, 3, 4), Conv(5, 3), ReLU]"));
    }

    [Theory]
    [InlineData("Conv(\"6\", 5)")]
    [InlineData("Conv(6)")]
    [InlineData("Conv(6, 5, Depth = 3)")]
    public void ArgumentThatTheCompilerRefuses_BreaksTheAnnotation(string conv) =>
        Assert.True(Plans.Parse($"[Network(1, 8, 8), {conv}]").Declaration.Annotations[1].IsBroken);
}
