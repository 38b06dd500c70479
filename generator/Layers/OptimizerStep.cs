using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A step of the optimizer over a range of the parameters; it leaves their gradients cleared.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Optimizer">The optimizer.</param>
internal sealed record OptimizerStep(Scalar Scalar, Optimizer Optimizer) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports =>
        new[] { Port.InOut("weights"), Port.InOut("weightGradient") }.Concat(Optimizer.States.Select(Port.InOut)).ToEquatableArray();

    public override string Name => "OptimizerStep" + (Optimizer.WeightDecay == 0 ? "" : "WithDecay");

    public override string Title => Optimizer.Formula + "; clears the gradients";

    public override string Form => "each parameter by itself" + Optimizer.Remark;

    public override bool TakesRange => true;

    public override EquatableArray<string> Numbers => Optimizer.StepNumbers.Select(number => number.Name).ToEquatableArray();

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        Optimizer.EmitStart(writer);
        if (Optimizer.Clips && dialect.IsVector) writer.Line($"Lanes clips = Create({Optimizer.Clip});");
        if (writer.Dialect.IsVector)
        {
            writer.Comment("ranges begin and end at multiples of 16: the parameters' array ends at one, and who shares out a step cuts at them");
        }

        using (writer.Block(writer.Header(new Loop("i", int.MaxValue, writer.Dialect.Lanes, "count"))))
        {
            string gradient = writer.Element("weightGradient", "i");
            writer.Line(
                $"{dialect.Type} g = {(Optimizer.Clips ? dialect.Rounded($"{(dialect.IsVector ? "clips" : Optimizer.Clip)} * {gradient}") : gradient)};");
            Optimizer.EmitNumbers(writer, "g", At("weights"), Optimizer.States.Select(At).ToList());
            writer.StoreElement("weightGradient", "i", dialect.Zero);
        }

        NumbersAt At(string argument) => new(writer.Element(argument, "i"), value => writer.StoreElement(argument, "i", value));
    }
}
