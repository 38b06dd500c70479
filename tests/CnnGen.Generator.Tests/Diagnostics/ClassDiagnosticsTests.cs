using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN00xx: what a class must be to become a network.</summary>
public sealed class ClassDiagnosticsTests
{
    private const string Attributes = "[Network(3), Dense(2)]";

    [Theory]
    [InlineData("public class {|CNN0001:Net|} { }")]
    [InlineData("public sealed class {|CNN0001:Net|} { public void Run() { } }")]
    [InlineData("public record {|CNN0001:Net|};")]
    public void NotPartial(string type) => Expects(type, "'Net' is a network, and its generated part needs 'partial class Net'");

    [Fact]
    public void NotPartial_IsSaidBeforeItsContainers() =>
        Expects(
            "public class {|CNN0001:Net|} { }", "'Net' is a network, and its generated part needs 'partial class Net'", "public static class Outer { ", " }");

    [Theory]
    [InlineData("public static class Outer { ", " }", "Outer")]
    [InlineData("public static class Outermost { public partial struct Outer { ", " } }", "Outermost")]
    [InlineData("public static class Outermost { public struct Outer { ", " } }", "Outer")]
    [InlineData("public interface Outer<T> { ", " }", "Outer")]
    public void ContainerNotPartial(string before, string after, string container) => Expects(
        "public partial class {|CNN0002:Net|} { }",
        $"'Net' is a network inside '{container}', which is not partial; its generated part needs 'partial' on both",
        before,
        after);

    [Theory]
    [InlineData("public partial class {|CNN0003:Net|}<T> { }")]
    [InlineData("public partial class {|CNN0003:Net|}<TIn, TOut> where TIn : struct where TOut : class, new() { }")]
    public void Generic(string type) =>
        Expects(type, "'Net' has type parameters; a network is compiled for one number type, which Network's Scalar chooses");

    [Fact]
    public void Generic_Container_IsFine() =>
        Assert.Empty(Expect.Errors("using CnnGen; public partial class Outer<T> where T : class { " + Attributes + " public partial class Net { } }"));

    [Fact]
    public void Static() => Expects("public static partial class {|CNN0004:Net|} { }", "'Net' is static; a network has instances, each with memory of its own");

    [Theory]
    [InlineData("public abstract partial class {|CNN0005:Net|} { }")]
    [InlineData("public abstract partial class {|CNN0005:Net|} { public abstract int Size(); } public sealed class Derived : Net { public override int Size() => InputSize; }")]
    public void Abstract(string type) =>
        Expects(type, "'Net' is abstract; a network makes replicas of itself, so that it must be a class that can be constructed");

    [Theory]
    [InlineData("public partial record {|CNN0006:Net|};")]
    [InlineData("public sealed partial record {|CNN0006:Net|} { public int Size => InputSize; }")]
    [InlineData("public abstract partial record {|CNN0006:Net|};")]
    [InlineData("public partial record {|CNN0006:Net|}<T>;")]
    [InlineData("public partial record {|CNN0006:Net|}(int Size);")]
    [InlineData("public partial record {|CNN0006:Net|} { public Net() { } public Net(int seed) { } }")]
    public void Record(string type) => Expects(type, "'Net' is a record; two networks with equal numbers are still two networks: declare a class");

    [FactSince("CSharp11")]
    public void FileLocal()
    {
        const string message = "'Net' is local to its file, and its generated part stands in another: leave 'file' out";
        RunOptions options = FactSinceAttribute.Options;
        Assert.Equal(message, Assert.Single(Expect.Errors(options, $"using CnnGen; {Attributes} file sealed partial class {{|CNN0007:Net|}} {{ }}")).Message);
        Assert.Equal(
            message,
            Assert.Single(
                Expect.Errors(options, $"using CnnGen; file partial class Outer {{ {Attributes} public partial class {{|CNN0007:Net|}} {{ }} }}")).Message);
    }

    [FactSince("CSharp12")]
    public void PrimaryConstructor()
    {
        const string message = "'Net' has a primary constructor, which every generated constructor would have to call: leave it out";
        RunOptions options = FactSinceAttribute.Options;
        string[] types =
        [
            "public partial class {|CNN0008:Net|}(int size) { public int Size => size; }",
            "public partial class {|CNN0008:Net|}();",
            "public partial class {|CNN0008:Net|} { } public partial class Net(int size) { public int Size => size; }",
        ];
        foreach (string type in types) Assert.Equal(message, Assert.Single(Expect.Errors(options, $"using CnnGen; {Attributes} {type}")).Message);
    }

    [Theory]
    [InlineData("public partial class Net { public {|CNN0009:Net|}() { } }", "Net()")]
    [InlineData("public partial class Net { private {|CNN0009:Net|}() : this(7) { } }", "Net()")]
    [InlineData("public partial class Net { public {|CNN0009:Net|}(int width) { } }", "Net(int)")]
    [InlineData("public partial class Net { } public partial class Net { public {|CNN0009:Net|}(int width = 3) { } }", "Net(int)")]
    [InlineData("public partial class Net { public {|CNN0009:Net|}(CnnGen.Runtime.SharedState<float> shared) : this() { } }", "Net(SharedState)")]
    public void ConstructorTaken(string type, string signature) =>
        Expects(type, $"'Net' already has the constructor '{signature}', which is generated; give it other parameters and let it call 'this(seed)'");

    [Fact]
    public void ConstructorTaken_BothOfThem() => Assert.Equal(
        ["'Net()'", "'Net(int)'"],
        Expect.Errors($"using CnnGen; {Attributes} public partial class Net {{ public {{|CNN0009:Net|}}() {{ }} public {{|CNN0009:Net|}}(int width) {{ }} }}")
            .Select(error => error.Message.Split(' ')[5].TrimEnd(',')));

    [Theory]
    [InlineData("public Net(string title) : this() { }")]
    [InlineData("public Net(string title) : this(7) { }")]
    [InlineData("public Net(long seed) : this((int)seed) { }")]
    [InlineData("public Net(ref int seed) : this(seed) { }")]
    [InlineData("public Net(string title) : this() { } public Net(string title, int number) : this(title) { }")]
    [InlineData("static Net() { }")]
    public void Constructors_ThatAreFine(string member) => Assert.Empty(Expect.Errors($"using CnnGen; {Attributes} public partial class Net {{ {member} }}"));

    [Theory]
    [InlineData("Forward")]
    [InlineData("Batch")]
    [InlineData("StepCount")]
    [InlineData("parameters")]
    [InlineData("Offset")]
    [InlineData("Dense1Forward")]
    [InlineData("Dense1WeightGradient")]
    public void NamedLikeMember(string name) =>
        Expects($"public partial class {{|CNN0010:{name}|}} {{ }}", $"A network cannot be called '{name}': that is the name of a member it is given");

    [Theory]
    [InlineData("Loss")] // No loss is declared here.
    [InlineData("LossOfLabels")]
    [InlineData("Dense2Forward")]
    [InlineData("indices")]
    [InlineData("batch")]
    public void NamedLikeNoMember(string name) => Assert.Empty(Expect.Errors($"using CnnGen; {Attributes} public partial class {name} {{ }}"));

    [Theory]
    [InlineData("public int {|CNN0011:Forward|};", "Forward")]
    [InlineData("public float {|CNN0011:Backward|}(string target) => 0;", "Backward")]
    [InlineData("public int {|CNN0011:Batch|} => 16;", "Batch")]
    [InlineData("public event System.Action {|CNN0011:Training|} { add { } remove { } }", "Training")]
    [InlineData("private static class {|CNN0011:Offset|} { }", "Offset")]
    [InlineData("private delegate void {|CNN0011:Step|}();", "Step")]
    [InlineData("private const int {|CNN0011:order|} = 1;", "order")]
    [InlineData("private void {|CNN0011:OptimizerStep|}<T>() { }", "OptimizerStep")]
    [InlineData("private void {|CNN0011:Dense1Forward|}(int number) { }", "Dense1Forward")]
    [InlineData("} public partial class Net { public static int {|CNN0011:Description|} => 3;", "Description")]
    [InlineData("public void {|CNN0011:Forward|}(int number) { } public void Forward(string text) { }", "Forward")]
    public void MemberTaken(string member, string name) => Expects(
        $"public partial class Net {{ {member} }}",
        $"'Net' already has a member called '{name}', which is generated: rename it");

    [Theory]
    [InlineData("public int Step;", "Step")]
    [InlineData("protected const int Batch = 3;", "Batch")]
    [InlineData("internal void OptimizerStep() { }", "OptimizerStep")]
    [InlineData("public class Offset { }", "Offset")]
    public void MemberTaken_Inherited(string member, string name) => Expects(
        $"public partial class {{|CNN0011:Net|}} : Middle {{ }} public class Middle : Base {{ }} public class Base {{ {member} }}",
        $"'Net' already inherits a member called '{name}', which is generated: rename it");

    [Fact]
    public void MemberTaken_InheritedFromANetwork() => Assert.Equal(
        "'Net' already inherits a member called 'Forward', which is generated: rename it",
        Expect.Message($"using CnnGen; {Attributes} public partial class Base {{ }} {Attributes} public partial class {{|CNN0011:Net|}} : Base {{ }}"));

    [Fact]
    public void MemberTaken_IsSaidOfEach() =>
        Assert.Equal(
            2,
            Expect.Errors(
                $"using CnnGen; {Attributes} public partial class Net {{ public int {{|CNN0011:Batch|}} => 3; public void {{|CNN0011:Step|}}() {{ }} }}").Count);

    [Fact]
    public void MemberTaken_OfALoss() => Assert.Equal(
        ["'Loss'", "'LossOfLabels'"],
        Expect.Errors(
            "using CnnGen; [Network(3), Dense(2), SoftmaxCrossEntropy] public partial class Net { public int {|CNN0011:Loss|}, {|CNN0011:LossOfLabels|}; }")
            .Select(error => error.Message.Split(' ')[6].TrimEnd(','))
            .Order());

    [Fact]
    public void MemberTaken_ByWhatOnlySomeNetworksHave()
    {
        Assert.Single(Expect.Errors("using CnnGen; [Network(2, 9, 9), Conv(20, 3), Dense(20)] public partial class Net { public int {|CNN0011:Pack|}; }"));
        Assert.Empty(Expect.Errors("using CnnGen; [Network(3, ForwardOnly = true), Tanh] public partial class Net { public int Pack; }"));
    }

    [Fact]
    public void MemberTaken_OnTheOtherPart_IsFoundThere()
    {
        GeneratorRun run = GeneratorRun.Of(
            $"using CnnGen; {Attributes} public partial class Net {{ }}", "\npublic partial class Net { public int Batch => 3; }");
        Diagnostic error = Assert.Single(run.Diagnostics);
        FileLinePositionSpan lines = error.Location.GetLineSpan();
        Assert.Equal(
            ("CNN0011", "Source1.cs", 1, 38, 43),
            (error.Id, lines.Path, lines.StartLinePosition.Line, lines.StartLinePosition.Character, lines.EndLinePosition.Character));
    }

    [Theory]
    [InlineData("public int batch => 3; public int BatchSize => Batch;")]
    [InlineData("public override string ToString() => base.ToString(); public int this[int index] => index; ~Net() { }")]
    [InlineData("public static Net operator +(Net left, Net right) => left;")]
    [InlineData("void Stepping.Step() { }")]
    [InlineData("private int System; private int CnnGen; private int Runtime; private int samples; private int input; public int Sum() => System + CnnGen + Runtime + samples + input++;")]
    public void Members_ThatAreFine(string member) =>
        Assert.Empty(
            Expect.Errors(
                $"using CnnGen; {Attributes} public partial class Net : Base, Stepping {{ {member} }} public class Base {{ private int Step() => 3; }} public interface Stepping {{ void Step() {{ }} }}"));

    [Theory]
    [InlineData("public {|CNN0012:Net|}(string title) { }")]
    [InlineData("public {|CNN0012:Net|}(string title) : base() { }")]
    [InlineData("public {|CNN0012:Net|}(int width, int height) { } public Net(string title) : this(3, 4) { }")]
    public void ConstructorNotChained(string member) => Expects(
        $"public partial class Net {{ {member} }}",
        "This constructor of 'Net' does not call a generated one: let it begin with ': this(seed)' or ': this()'");

    [Theory]
    [InlineData("public class Base { public Base(int number) { } }")]
    [InlineData("public class Base { protected Base(string text, params int[] numbers) { } }")]
    [InlineData("public class Base { private Base() { } public Base(int number) { } }")]
    public void BaseNeedsArguments(string type) => Expects(
        $"public partial class {{|CNN0014:Net|}} : Base {{ public Net(string title) : base({(type.Contains("string", System.StringComparison.Ordinal) ? "title" : "3")}) {{ }} }} {type}",
        "'Base', the base class of 'Net', has no constructor that can be called without arguments, as the generated ones do: give it one");

    [Theory]
    [InlineData("public class Base { }")]
    [InlineData("public abstract class Base { protected Base() { } }")]
    [InlineData("public class Base { internal Base() { } public Base(int number) { } }")]
    [InlineData("public class Base { public Base(int number = 3) { } }")]
    [InlineData("public class Base { public Base(params int[] numbers) { } }")]
    [InlineData("public interface Base { }")]
    public void Bases_ThatAreFine(string type) => Assert.Empty(Expect.Errors($"using CnnGen; {Attributes} public partial class Net : Base {{ }} {type}"));

    [Theory]
    [InlineData("public partial class Outer<A_B> { ? public partial class Net { } } public partial class Outer<A, B> { ? public partial class Net { } }")]
    [InlineData("? public partial class a\u203Fb { } ? public partial class a\u2040b { }")]
    [InlineData("? public partial class Net { } ? public partial class net { }")]
    [InlineData("? public partial class A_B { } namespace A { ? public partial class B { } }")]
    [InlineData("? public partial class A_B { } public partial class A { ? public partial class B { } }")]
    public void Names_ThatAreNearlyEqual(string source)
    {
        GeneratorRun run = GeneratorRun.Of("using CnnGen; " + source.Replace("?", Attributes, System.StringComparison.Ordinal));
        Assert.Empty(run.Diagnostics);
        int files = GeneratorRun.Of($"using CnnGen; {Attributes} public partial class Net {{ }}").Sources.Length;
        Assert.Equal(2 * files, run.Sources.Select(generated => generated.HintName).Distinct(System.StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain(CompilerOutput.DiagnosticsOf(run.Output), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("public partial class {|CNN0003:Net|}<T> { }", "CNN0003")]
    [InlineData("public abstract partial class {|CNN0005:Net|} { }", "CNN0005")]
    public void TwoMistakes_AreTwoMessages(string type, string id)
    {
        Assert.Equal(
            ["CNN0201", id],
            Expect.Errors($"using CnnGen; [Network(3), Dense({{|CNN0201:0|}})] {type}").Select(error => error.Id).OrderByDescending(one => one));
    }

    [Theory]
    [InlineData("public class Net { }")]
    [InlineData("public static partial class Net { }")]
    [InlineData("public partial record Net(int Size);")]
    public void NothingIsGenerated_WhereNothingCanBeAdded(string type) => Assert.Empty(GeneratorRun.Of($"using CnnGen; {Attributes} {type}").Sources);

    private static void Expects(string type, string message, string before = "", string after = "") =>
        Assert.Equal(message, Expect.Message($"using CnnGen; {before}{Attributes} {type}{after}"));
}
