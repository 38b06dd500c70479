using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>Where the compiler already reports an error in an attribute, CnnGen adds none, and the class has its members.</summary>
public sealed class CompilerErrorTests
{
    private const string User =
        " public static class User { public static float Use(Net net) => net.Forward(new float[Net.InputSize])[0] + net.CreateReplica().Backward(new float[2])[0] + new Net(3).StepCount; }";

    [Theory]
    [InlineData("[Network(), Dense(2)]", "CS1729")]
    [InlineData("[Network, Dense(2)]", "CS1729")]
    [InlineData("[Network(1, 2, 3, 4), Conv(1, 1)]", "CS1729")]
    [InlineData("[Network(\"3\"), Dense(2)]", "CS1503")]
    [InlineData("[Network(3), Dense(\"2\")]", "CS1503")]
    [InlineData("[Network(3), Dense(2.5)]", "CS1503")]
    [InlineData("[Network(3), Dense(3000000000)]", "CS1503")]
    [InlineData("[Network(3), Dense(int.MaxValue + 1)]", "CS0220")]
    [InlineData("[Network(3), Dense(2, 3, 4)]", "CS1729")]
    [InlineData("[Network(3), Dense(2), ReLU(3)]", "CS1729")]
    [InlineData("[Network(3), Dense]", "CS7036")]
    [InlineData("[Network(3), Dense(unitz: 2)]", "CS1739")]
    [InlineData("[Network(3), Dense(2, units: 3)]", "CS1744")]
    [InlineData("[Network(3), Dense(2, Unitz = 3)]", "CS0246")]
    [InlineData("[Network(3), Dense(2, Units = 3)]", "CS0617")]
    [InlineData("[Network(3), Dense(2, Bias = 3)]", "CS0029")]
    [InlineData("[Network(3), Dense(2, Bias = true, Bias = false)]", "CS0643")]
    [InlineData("[Network(3), Dense(2, Name = typeof(int))]", "CS0029")]
    [InlineData("[Network(3), Dense(User.Size * 2)]", "CS0117")]
    [InlineData("[Network(3), Dense(User.Size)]", "CS0117")]
    [InlineData("[Network(3, Scalar = Scalar.Half), Dense(2)]", "CS0117")]
    [InlineData("[Network(3), Dense(Sizes.Hidden)]", "CS0182")]
    [InlineData("[Network(3), Network(4), Dense(2)]", "CS0579")]
    [InlineData("[Network(3), Layer, Dense(2)]", "CS0653")]
    public void InAnAttribute(string attributes, string id) => Expects(attributes, id);

    [Theory]
    [InlineData("[Network(1, 28, 28), Conv(6, 5), MaxPol(2), Dense(10)]")]
    [InlineData("[Network(3), Dense(2), MeanSquareError, Sgd]")]
    [InlineData("[Network(1, 28, 28), Conv(6, 5), MaxPol(2), Dense(10), {|CNN0304:Conv(2, 3)|}]")] // Whatever MaxPol makes.
    [InlineData("[Network(1, 4, 4), Conv(6, 3, {|CNN0201:Stride = 0|}), Konv(6, 3), Conv(6, 5)]")]
    [InlineData("[Network(3), Dense(2), Adamm]")]
    public void Misspelt(string attributes) => Expects(attributes, "CS0246", "CS0246"); // With and without "Attribute".

    [Theory]
    [InlineData("[Network(1, 28, 28), Conv(6, \"5\"), Conv(6, 99), Dense(10)]")]
    [InlineData("[Network(\"1\", 28, 28), Conv(6, 30), MaxPool(30), Dense(2)]")]
    public void WhatFollowsFromIt_IsNotReported(string attributes) => Expects(attributes, "CS1503");

    [Fact]
    public void OnAMethod() => Assert.Empty(Expect.Errors("using CnnGen; public class C { [Network(3)] public void M() { } }", "CS0592"));

    [Fact]
    public void LayerOnAMethod() => Assert.Empty(Expect.Errors("using CnnGen; public class C { [Dense(3)] public void M() { } }", "CS0592"));

    [Fact]
    public void OnAnAssembly() => Assert.Empty(Expect.Errors("using CnnGen; [assembly: Network(3)]", "CS0592"));

    [Theory]
    [InlineData("enum")]
    [InlineData("partial struct")]
    [InlineData("partial interface")]
    public void OnAnotherType(string keyword) =>
        Assert.Empty(Expect.Errors($"using CnnGen; [Network(3), Dense(0)] public {keyword} Net {{ }}", "CS0592", "CS0592"));

    [Fact]
    public void LayerOnAnotherType() => Assert.Empty(Expect.Errors("using CnnGen; [Dense(2)] public struct Net { }", "CS0592"));

    [Fact]
    public void MisspeltNetwork() => Assert.Empty(Expect.Errors("using CnnGen; [Netwrok(3), Dense(2)] public partial class Net { }", "CS0246", "CS0246"));

    [Fact]
    public void NetworkOnTwoParts() =>
        Assert.Empty(
            Expect.Errors("using CnnGen; [Network(3), Dense(2)] public partial class Net { } [Network(4)] public partial class Net { }" + User, "CS0579"));

    [Fact]
    public void MissingPartialOnTheOtherPart() =>
        Assert.Empty(Expect.Errors("using CnnGen; [Network(3), Dense(2)] public partial class Net { } public class Net { }" + User, "CS0260"));

    [Fact]
    public void UnknownBaseClass() =>
        Assert.Empty(Expect.Errors("using CnnGen; [Network(3), Dense(2)] public partial class Net : Missing { }" + User, "CS0246"));

    [Fact]
    public void CircularBaseClass() => Assert.Empty(Expect.Errors("using CnnGen; [Network(3), Dense(2)] public partial class Net : Net { }" + User, "CS0146"));

    [Theory]
    [InlineData("[Network(3), Dense(2] public partial class Net { }", "CS1026")]
    [InlineData("[Network(3), Dense(2, Bias = )] public partial class Net { }", "CS1525")]
    [InlineData("[Network(3), Dense(2,)] public partial class Net { }", "CS1525", "CS1729")]
    [InlineData("[Network(3), Dense(2)] public partial class Net", "CS1513", "CS1514")]
    [InlineData("[Network(3), Dense(2)] public partial class { }", "CS1001")]
    public void UnfinishedText(string source, params string[] ids) => Assert.Empty(Expect.Errors("using CnnGen; " + source, ids));

    private static void Expects(string attributes, params string[] ids) =>
        Expect.Errors($"using CnnGen; {attributes} public partial class Net {{ }} public static class Sizes {{ public static int Hidden = 3; }}{User}", ids);
}
