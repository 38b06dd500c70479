using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Layers.Optimizers;

internal sealed class AdamKind : OptimizerKind
{
    public override string Name => "Adam";

    protected override Optimizer ReadRule(AnnotationReader reader) => Adam.Read(reader, isDecoupled: false);
}

/// <summary>PyTorch's Adam without amsgrad: Kingma and Ba 2015. With a decoupled decay it is AdamW: Loshchilov and Hutter 2019.</summary>
internal sealed record Adam(double Beta1, double Beta2, double Epsilon, bool IsDecoupled) : Optimizer
{
    public override EquatableArray<string> States => EquatableArray.Of("firstMoments", "secondMoments");

    public override EquatableArray<double> Factors => EquatableArray.Of(Beta1, Beta2);

    /// <summary>
    /// What the text calls the rate, corrected for a first moment that starts at zero, and the factor that corrects the root of the second one.
    /// </summary>
    protected override EquatableArray<StepNumber> RuleNumbers
    {
        get
        {
            var numbers = new List<StepNumber>
            {
                new("rate", $"learningRate / (1 - {PowerOf(0)})", "the first moments began at zero: the power is beta 1's, by the number of this step"),
                new("correction", $"1 / global::System.Math.Sqrt(1 - {PowerOf(1)})", "of the roots of the second moments, likewise"),
            };
            if (Decays) numbers.Add(new StepNumber("decay", $"learningRate * {Literals.Of(WeightDecay, Scalar.Double)}", "of the parameters themselves"));
            return numbers.ToEquatableArray();
        }
    }

    protected override string Rule =>
        $"{(IsDecoupled ? "AdamW" : "Adam")}, betas {Text.Number(Beta1)} and {Text.Number(Beta2)}, epsilon {Text.Number(Epsilon)}";

    protected override string DecayName => (IsDecoupled ? "decoupled " : "") + base.DecayName;

    public override string Remark => "; a moment" + SubnormalsOf;

    /// <summary>Whether the parameters themselves decay.</summary>
    private bool Decays => IsDecoupled && WeightDecay != 0;

    /// <summary>The arguments of either attribute.</summary>
    public static Optimizer Read(AnnotationReader reader, bool isDecoupled) =>
        new Adam(reader.Share("Beta1", 0.9), reader.Share("Beta2", 0.999), reader.Positive("Epsilon", 1e-8), isDecoupled);

    public override void EmitStart(KernelWriter writer)
    {
        EmitNegative(writer, "minusRate", "rate");
        if (writer.Dialect.IsVector) writer.Line("Lanes corrections = Create(correction);");
        if (Decays) EmitNegative(writer, "minusDecay", "decay");
    }

    public override void EmitNumbers(KernelWriter writer, string gradient, NumbersAt parameters, IReadOnlyList<NumbersAt> states)
    {
        Dialect dialect = writer.Dialect;
        writer.Line($"{dialect.Type} p = {parameters.Value};");
        if (Decays) writer.Line(dialect.Accumulate("p", "minusDecay", "p"));
        else if (WeightDecay != 0) writer.Line(dialect.Accumulate(gradient, dialect.Constant(WeightDecay), "p"));
        string square = dialect.Rounded($"{dialect.Rounded($"{dialect.Constant(1 - Beta2)} * {gradient}")} * {gradient}");
        string way = dialect.Fuses ? $"{gradient} - average" : dialect.Factor($"{gradient} - average");

        // As PyTorch goes from one to the other, from the nearer end: a multiplication less than the sum of two products.
        writer.Line($"{dialect.Type} average = {states[0].Value};");
        string first = Beta1 > 0.5
            ? dialect.MultiplyAdd(dialect.Constant(1 - Beta1), way, "average")
            : dialect.MultiplyAdd(dialect.Constant(-Beta1), way, gradient);
        writer.Line($"{dialect.Type} first = {first};");
        writer.Line($"{dialect.Type} second = {dialect.MultiplyAdd(dialect.Constant(Beta2), states[1].Value, square)};");
        writer.Comment("below the smallest normal number they are 0: many processors are slow at what lies between");
        DropSubnormals(writer, "first");
        DropSubnormals(writer, "second", mayBeNegative: false);
        states[0].Store("first");
        states[1].Store("second");
        string correction = dialect.IsVector ? "corrections" : "correction";
        writer.Line($"{dialect.Type} denominator = {dialect.MultiplyAdd(correction, dialect.SquareRoot("second"), dialect.Constant(Epsilon))};");
        writer.Line($"{dialect.Type} quotient = {dialect.Rounded("first / denominator")};");
        writer.Line(dialect.Accumulate("p", "minusRate", "quotient"));
        parameters.Store("p");
    }
}
