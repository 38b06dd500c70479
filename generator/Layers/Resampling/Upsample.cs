using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Resampling;

internal sealed class UpsampleKind : LayerKind
{
    public override string Name => "Upsample";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader)
    {
        reader.AtLeast(1, "factor");
        reader.OneOf<UpsampleMode>("Mode");
    }

    public override Layer Read(LayerReader reader)
    {
        Shape input = reader.Input.Shape;
        int factor = reader.Int("factor");
        decimal height = (decimal)input.Height * factor, width = (decimal)input.Width * factor;
        Tensor output = reader.Makes(input.With(input.Channels, LayerReader.Size(height), LayerReader.Size(width)));
        return new UpsampleLayer(reader.Name, reader.Input, output, factor, (UpsampleMode)reader.Int("Mode"));
    }
}

/// <summary>More rows and columns, or more positions of a line.</summary>
internal sealed record UpsampleLayer(string Name, Tensor Input, Tensor Output, int Factor, UpsampleMode Mode) : Layer(Name, "Upsample", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(Setting.Told("factor", Factor), Setting.Deciding("mode", Mode));

    public override ActivationGain Gain => ActivationGain.Next;

    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        Kernel kernel = Mode == UpsampleMode.Nearest
            ? new NearestForward(plan.Scalar, Input.Shape, Factor, input.Layout, output.Layout)
            : new BilinearForward(plan.Scalar, Input.Shape, Factor, input.Layout, output.Layout);
        plan.Add(this, "forward", kernel, input, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), inputGradient = plan.MakeGradient(this);

        // The gradient of a number that became a square is the sum over it.
        var squares = new PoolShape(Output.Shape, Window.Tiling(Input.Shape.IsLine ? 1 : Factor, Factor));
        Kernel kernel = Mode == UpsampleMode.Nearest
            ? new AvgPoolForward(plan.Scalar, squares, outputGradient.Layout, inputGradient.Layout, CountPadding: true, IsSum: true)
            : new BilinearInputGradient(plan.Scalar, Input.Shape, Factor, outputGradient.Layout, inputGradient.Layout);
        plan.Add(this, "input gradient", kernel, outputGradient, inputGradient);
    }
}

/// <summary>What stands between the positions, as the attribute calls it.</summary>
internal enum UpsampleMode
{
    Nearest,
    Bilinear,
}
