using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

internal sealed class SoftmaxKind : LayerKind
{
    public override string Name => "Softmax";

    public override bool MakesProbabilities => true;

    public override Layer Read(LayerReader reader) => new SoftmaxLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape));
}

/// <summary>Probabilities over the features, or over the channels at each position.</summary>
internal sealed record SoftmaxLayer(string Name, Tensor Input, Tensor Output) : Layer(Name, "Softmax", Input, Output)
{
    public override string? ConstantBecause =>
        Input.Shape.Channels == 1 ? $"a softmax over one {(Input.Shape.IsSpatial ? "channel" : "feature")} makes 1 of every number" : null;

    public override bool BackwardReadsOutput => true;

    public override bool NeedsPlainInput => true;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) => Layout.Plain(input.Shape);

    public override bool FusesWithCrossEntropy => true;

    public override void PlanForward(ILayerPlan plan)
    {
        bool isInPlace = plan.MayOverwriteInput(this);
        var kernel = new SoftmaxForward(plan.Scalar, plan.Batch, Input.Shape, isInPlace);
        if (isInPlace) plan.Add(this, "forward", kernel, plan.ShareValue(this));
        else plan.Add(this, "forward", kernel, plan.Value(Input), plan.MakeValue(this));
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (plan.WantsGradient(Input))
        {
            plan.Add(this, "input gradient", new SoftmaxInputGradient(plan.Scalar, plan.Batch, Input.Shape), plan.Value(Output), plan.ShareGradient(this));
        }
    }
}

/// <summary>The forward pass of a softmax: exp(x − max) / Σ exp(x − max).</summary>
internal sealed record SoftmaxForward(Scalar Scalar, int Batch, Shape Shape, bool IsInPlace) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => IsInPlace
        ? EquatableArray.Of(Port.InOut("values"))
        : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override string Name => $"Softmax{Shape}Forward";

    public override string Title => Shape.IsSpatial ? $"{Shape}, over the channels at each position" : Shape.ToString();

    public override string Form =>
        $"the largest subtracted first, the sum {(Shape.Positions == 1 ? "in lanes" : "sequential")}" + (IsInPlace ? ", in place" : "");

    public override void Emit(KernelWriter writer)
    {
        (string from, string to) = IsInPlace ? ("values", "values") : ("input", "output");
        if (Shape.Positions == 1)
        {
            // The classes of a sample lie together.
            string length = Text.Number(Shape.Channels), softmax = writer.Dialect.Reproducible ? "ReproducibleSoftmax" : "Softmax";
            writer.Nest(new[] { writer.Samples }, at =>
            {
                string range = Batch == 1 ? "" : $".Slice({at[0] * Shape.Channels}, {length})";
                writer.Line($"global::CnnGen.Runtime.{softmax}.Forward({from}{range}, {to}{range});");
            });
            return;
        }

        Classes.EachPosition(writer, Shape, (first, _) =>
        {
            string cell = Classes.Cell(Shape, first, "k");
            writer.Line($"{writer.Scalar} largest = {from}[{first}];");
            if (Shape.Channels > 1)
            {
                writer.Line($"for (int k = 1; k < {Text.Number(Shape.Channels)}; k++) if ({from}[{cell}] > largest) largest = {from}[{cell}];");
            }

            writer.Line();
            writer.Line($"{writer.Scalar} sum = 0;");
            using (writer.Block(Classes.Loop(Shape)))
            {
                writer.Line($"{writer.Scalar} e = {writer.Elementary}.Exp({from}[{cell}] - largest);");
                writer.Line($"{to}[{cell}] = e;");
                writer.Line(writer.Dialect.Add("sum", "e"));
            }

            writer.Line();
            writer.Line($"{Classes.Loop(Shape)} {to}[{cell}] /= sum;");
        });
    }
}

/// <summary>The gradient of a softmax's input: y × (g − Σ g × y), in place of the output's gradient.</summary>
internal sealed record SoftmaxInputGradient(Scalar Scalar, int Batch, Shape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("output"), Port.InOut("gradient"));

    public override string Name => $"Softmax{Shape}InputGradient";

    public override string Title => Shape.IsSpatial ? $"{Shape}, over the channels at each position" : Shape.ToString();

    public override string Form => "sequential, in place";

    public override void Emit(KernelWriter writer) => Classes.EachPosition(writer, Shape, (first, _) =>
    {
        string cell = Classes.Cell(Shape, first, "k");
        writer.Line($"{writer.Scalar} sum = 0;");
        writer.Line($"{Classes.Loop(Shape)} {writer.Dialect.Accumulate("sum", $"gradient[{cell}]", $"output[{cell}]")}");
        writer.Line($"{Classes.Loop(Shape)} gradient[{cell}] = output[{cell}] * {writer.Dialect.Factor($"gradient[{cell}] - sum")};");
    });
}
