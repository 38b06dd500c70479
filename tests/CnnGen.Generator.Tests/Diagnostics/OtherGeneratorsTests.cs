using System;
using System.Linq;
using System.Reflection;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN0207, and what else another generator may make behind CnnGen's back: whatever builds must run.</summary>
public sealed class OtherGeneratorsTests
{
    private const string Made = """
        public static class Sizes { public const int Hidden = 4; public const string Name = "stem"; public const bool Yes = true; }
        public static partial class Half { public const int Size = 4; }
        public partial class Net { public const int Own = 4; }
        public enum Kinds { Four = 4 }
        [System.AttributeUsage(System.AttributeTargets.Class)] public sealed class MarkAttribute : System.Attribute { public MarkAttribute(int number = 0) { } }
        [System.AttributeUsage(System.AttributeTargets.Class)] public sealed class DenzeAttribute : System.Attribute { public DenzeAttribute(int number = 0) { } }
        """;

    [Theory]
    [InlineData("Dense({0})", "Sizes.Hidden", "units of Dense")]
    [InlineData("Dense({0})", "units: Sizes.Hidden", "units of Dense")]
    [InlineData("Dense({0})", "Sizes.Hidden * 2 + 1", "units of Dense")]
    [InlineData("Dense({0})", "(int)Kinds.Four", "units of Dense", "Kinds.Four")]
    [InlineData("Dense({0})", "Half.Size", "units of Dense", "Half.Size")]
    [InlineData("Dense({0})", "Net.Own", "units of Dense", "Net.Own")]
    [InlineData("Dense({0})", "Own", "units of Dense", "Own")]
    [InlineData("Dense({0})", "User.Indirect", "units of Dense", "Sizes.Hidden")]
    [InlineData("Dense(2, {0})", "Name = Sizes.Name", "Name of Dense", "Sizes.Name")]
    [InlineData("Dense(2, {0})", "Bias = Sizes.Yes", "Bias of Dense", "Sizes.Yes")]
    [InlineData("Dense(2), Sgd({0})", "Momentum = Sizes.Hidden", "Momentum of Sgd")]
    [InlineData("Dense(2), LeakyReLU({0})", "Sizes.Hidden", "slope of LeakyReLU")]
    public void Constants_CannotBeRead(string layers, string argument, string subject, string name = "Sizes.Hidden")
    {
        string source =
            $"using CnnGen; [Network(3), {layers.Replace("{0}", argument, StringComparison.Ordinal)}] public sealed partial class Net {{ }} public static partial class Half {{ }} public static class User {{ public const int Indirect = Sizes.Hidden + 1; }}";
        (var reported, Diagnostic[] errors, _) = OtherGenerator.RunBeside(Made, source);
        Diagnostic error = Assert.Single(reported);
        Assert.Empty(errors);
        Assert.Equal(("CNN0207", argument), (error.Id, source.Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length)));
        Assert.Equal(
            $"{subject} cannot be read: '{name}' is not there when the network is generated, and what another generator makes cannot be seen; write the value, or a constant of your own",
            error.GetMessage());
    }

    [Theory]
    [InlineData("[Network({|CNN0207:Sizes.Hidden|}), Dense({|CNN0207:Sizes.Hidden|}), Dense({|CNN0201:0|}), ReLU({|CNN0110:Name = \"1\"|})]")]
    [InlineData("[Network(1, 8, 8), Conv({|CNN0207:Sizes.Hidden|}, {|CNN0201:0|}, {|CNN0201:Stride = 0|})]")]
    // What comes into the second is not known.
    [InlineData("[Network(1, 8, 8), Conv({|CNN0207:Sizes.Hidden|}, 3), Conv(3, 99), Dense(2), {|CNN0304:MaxPool(2)|}]")]
    [InlineData("[Network(3, {|CNN0207:Batch = Sizes.Hidden|}), Dense({|CNN0201:0|})]")]
    [InlineData("[Network(1, 4, 4, {|CNN0207:Batch = Sizes.Hidden|}), Conv(2, {|CNN0301:5|})]")]
    [InlineData("[Network(3, {|CNN0207:ForwardOnly = Sizes.Yes|}), Dense(2), CrossEntropy]")]
    [InlineData("[Network(3), Dense(2), Sgd({|CNN0207:Momentum = Sizes.Hidden|}, Nesterov = true)]")]
    [InlineData("[Network(1, 8, 8), MaxPool({|CNN0207:Sizes.Hidden|}, Padding = 9)]")]
    [InlineData("[Network(1, 8, 8), Conv({|CNN0207:Sizes.Hidden|}, 3, Groups = 3)]")]
    public void OtherMistakes_AreToldBeside(string attributes)
    {
        Markup markup = Markup.Parse($"using CnnGen; {attributes} public sealed partial class Net {{ }}");
        (var reported, Diagnostic[] errors, _) = OtherGenerator.RunBeside(Made, markup.Text);
        Assert.Empty(errors);
        Assert.Equal(markup.Marks.OrderBy(mark => mark.Span), reported.Select(one => (one.Id, one.Location.SourceSpan)).OrderBy(one => one.SourceSpan));
    }

    [Theory]
    [InlineData("[Network(3), Mark, Dense(2)]")]
    [InlineData("[Mark, Network(3), Dense(2), Mark(4)]", "CS0579")]
    [InlineData("[Network(3), Dense(2), Denze(7)]")] // Looks like a layer and is none.
    [InlineData("[Network(3), Mark, Dense({|CNN0201:0|})]")]
    [InlineData("[{|CNN0101:Network(3)|}, Mark]")]
    [InlineData("[Network(1, 4, 4), Mark(3), Conv(6, {|CNN0301:5|})]")]
    [InlineData("[Network(3), Dense(2), Mark, {|CNN0108:CrossEntropy|}]")]
    [InlineData("[Network(3), {|CNN0113:Denze(7)|}]")] // Without a layer it would build and throw.
    [InlineData("[Network(1, 4, 4), {|CNN0113:Denze(7)|}, Conv(6, 5)]")]
    [InlineData("[Network(3), Denze(7), Dense({|CNN0201:0|})]")]
    [InlineData("[{|CNN0103:Dense(4)|}, Mark]")]
    public void Attributes(string attributes, string? compilerError = null)
    {
        Markup markup = Markup.Parse($"using CnnGen; {attributes} public sealed partial class Net {{ }}");
        (var reported, Diagnostic[] errors, Assembly? assembly) = OtherGenerator.RunBeside(
            Made.Replace("public partial class Net", "public partial class Other", StringComparison.Ordinal), markup.Text);
        Assert.Equal(compilerError == null ? [] : [compilerError], errors.Select(error => error.Id));
        Assert.Equal(markup.Marks.OrderBy(mark => mark.Span), reported.Select(one => (one.Id, one.Location.SourceSpan)).OrderBy(one => one.SourceSpan));
        if (assembly != null) Assert.Equal(1, Running.All(assembly, markup.Text));
    }

    [Theory]
    [InlineData("Dense({|CNN0207:Hiden|})", "CS0103")]
    [InlineData("Dense({|CNN0207:Sizes.Hidden|})", "CS0103")]
    [InlineData("Dense({|CNN0207:Net.Hidden|})", "CS0117")]
    [InlineData("Dense(2, {|CNN0207:Name = nam|})", "CS0103")]
    // The generator cannot know that nobody makes them, and silence is worse.
    public void NamesThatNobodyMakes_AreToldTwice(string layer, string compilerError) =>
        Assert.Single(Expect.Errors($"using CnnGen; [Network(3), {layer}] public sealed partial class Net {{ }}", compilerError));
}
