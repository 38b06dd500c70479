using System.Threading.Tasks;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN0401 to CNN0405 and CNN0910: names of tensors, and what joins.</summary>
public sealed class JoinDiagnosticsTests
{
    [Theory]
    [InlineData("[Network(3), Add({|CNN0401:\"skip\"|})]", "No tensor is called 'skip'; no tensor has a name yet: place a Tap before it")]
    [InlineData("[Network(3), Tap(\"trunk\"), Dense(3), Add({|CNN0401:\"trnk\"|})]", "No tensor is called 'trnk'; is 'trunk' meant?")]
    [InlineData("[Network(3), Tap(\"a\"), Dense(3), Tap(\"b\"), Add({|CNN0401:\"third\"|}), Add(\"a\"), Add(\"b\")]", "No tensor is called 'third'; the names so far are 'a', 'b'")]
    [InlineData("[Network(3), Tap(\"a\"), Dense(3), From({|CNN0401:name: \"first\"|})]", "No tensor is called 'first'; the names so far are 'a'")]
    [InlineData("[Network(3), Multiply({|CNN0401:\"later\"|}), Tap(\"later\")]", "No tensor is called 'later'; no tensor has a name yet: place a Tap before it")]
    public void UnknownName(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3), Tap(\"a\"), Dense(3), Tap({|CNN0402:\"a\"|}), Add(\"a\")]", "The name 'a' is taken by a Tap before this one: choose another")]
    [InlineData("[Network(3), Tap({|CNN0403:\"\"|}), Dense(3)]", "The name of a tensor is not empty: layers read it by that name")]
    [InlineData("[Network(3), Tap({|CNN0403:null|}), Dense(3)]", "The name of a tensor is not empty: layers read it by that name")]
    public void Names(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3), Tap(\"a\"), Dense(2), {|CNN0404:From(\"a\")|}, Dense(2)]", "From leaves dense1, 2, which nobody can read any more: place a Tap before it, or leave it out")]
    [InlineData("[Network(1, 4, 4), Tap(\"a\"), Conv(2, 3, Name = \"lost\"), {|CNN0404:From(\"a\")|}, Dense(2)]", "From leaves lost, 2×2×2, which nobody can read any more: place a Tap before it, or leave it out")]
    public void LeavesTensor(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3), Tap(\"a\"), Dense(2), Add({|CNN0405:\"a\"|})]", "add1 cannot join 2 and 3: it takes two equal shapes, or C×1×1 and C×H×W")]
    [InlineData("[Network(3, 4, 4), Tap(\"a\"), Conv(3, 2), Add({|CNN0405:\"a\"|}, Name = \"sum\")]", "sum cannot join 3×3×3 and 3×4×4: it takes two equal shapes, or C×1×1 and C×H×W")]
    [InlineData("[Network(3, 4, 4), Tap(\"a\"), GlobalAvgPool, Flatten, Multiply({|CNN0405:\"a\"|})]", "multiply1 cannot join 3 and 3×4×4: it takes two equal shapes, or C×1×1 and C×H×W")]
    [InlineData("[Network(3, 4, 4), Tap(\"a\"), GlobalAvgPool, Conv(2, 1), Multiply({|CNN0405:\"a\"|})]", "multiply1 cannot join 2×1×1 and 3×4×4: it takes two equal shapes, or C×1×1 and C×H×W")]
    [InlineData("[Network(3, 4, 4), Tap(\"a\"), Conv(3, 2), Concat({|CNN0405:\"a\"|})]", "concat1 cannot join 3×3×3 and 3×4×4: it takes two images of equal rows and columns, or two lists of features")]
    [InlineData("[Network(3, 1, 1), Tap(\"a\"), Flatten, Concat({|CNN0405:\"a\"|})]", "concat1 cannot join 3 and 3×1×1: it takes two images of equal rows and columns, or two lists of features")]
    public void CannotJoin(string attributes, string message) => Expects(attributes, message);

    /// <summary>What is not known, for a mistake elsewhere, leads to no second message.</summary>
    [Theory]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:9|}), Tap(\"a\"), Conv(2, 1), Add(\"a\"), From(\"a\"), Dense(2)]")]
    [InlineData("[Network(1, 4, 4), Conv(2, {|CNN0301:9|}), Tap(\"a\"), Dense(2), {|CNN0401:Add(\"b\")|}]", 2)]
    [InlineData("[Network(4), Dense({|CNN0201:0|}), Tap(\"a\"), Dense(4), Add(\"a\"), Concat(\"a\"), Dense(2)]")]
    [InlineData("[Network(4), Tap(\"a\"), Dense({|CNN0201:0|}), Add(\"a\"), From(\"a\"), Dense({|CNN0201:-1|})]", 2)]
    public void OneMistake_IsOneMessage(string attributes, int messages = 1) =>
        Assert.Equal(
            messages,
            Expect.Errors(Source.Network(attributes.Replace("{|CNN0401:Add(\"b\")|}", "Add({|CNN0401:\"b\"|})", System.StringComparison.Ordinal))).Count);

    [Fact]
    public void NameThatCannotBeRead_MayBeAny() =>
        Assert.Single(Expect.Errors(Source.Network("[Network(3), Tap({|CNN0207:Made.Name|}), Dense(3), Add(\"skip\"), From(\"skip\"), Dense(2)]"), "CS0103"));

    [Theory]
    [InlineData("[Network(3), {|CNN0910:Tap(\"a\")|}, Dense(3)]", "No layer reads 'a': leave the Tap out, or name it in an Add, Multiply, Concat or From")]
    [InlineData("[Network(3), Tap(\"a\"), Dense(3), {|CNN0910:Tap(\"b\")|}, Add(\"a\")]", "No layer reads 'b': leave the Tap out, or name it in an Add, Multiply, Concat or From")]
    public async Task TapNeverRead(string attributes, string message) =>
        Assert.Equal(message, Assert.Single(await Expect.Hints(Source.Network(attributes))).Message);

    [Theory]
    [InlineData("[Network(3), Tap(\"a\"), Dense(3), Tap(\"a b!\"), Add(\"a\"), Add(\"a b!\"), Add(\"a\")]")]
    [InlineData("[Network(3), Tap(\"a\"), Tap(\"b\"), From(\"a\"), Dense(3), Add(\"b\")]")]
    [InlineData("[Network(3), Tap(\"dense1\"), Dense(3), Add(\"dense1\")]")] // A namespace of their own.
    public async Task Sound(string attributes) => Assert.Empty(await Expect.Hints(Source.Network(attributes)));

    /// <summary>A loss asks who made the tensor, not who stands before it.</summary>
    [Theory]
    [InlineData("[Network(3), Softmax, Tap(\"p\"), From(\"p\"), CrossEntropy]")]
    [InlineData("[Network(3), Softmax, Tap(\"p\"), CrossEntropy]")]
    public void CrossEntropy_SeesThroughNames(string attributes) => Assert.Empty(Expect.Errors(Source.Network(attributes)));

    [Theory]
    [InlineData("[Network(3), Tap(\"p\"), Softmax, Tap(\"q\"), From(\"p\"), {|CNN0108:CrossEntropy|}]")]
    [InlineData("[Network(3), Softmax, Tap(\"p\"), Add(\"p\"), {|CNN0108:CrossEntropy|}]")]
    public void CrossEntropy_NeedsProbabilities(string attributes) => Assert.Single(Expect.Errors(Source.Network(attributes)));

    private static void Expects(string attributes, string message) => Assert.Equal(message, Expect.Message(Source.Network(attributes)));
}
