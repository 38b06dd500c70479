using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers;

/// <summary>The gradient of a bias: the sum of the output's gradients that it was added to.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Output">The output's shape.</param>
/// <param name="IsUntied">One bias for each element instead of one for each channel.</param>
internal sealed record BiasGradient(Scalar Scalar, int Batch, Shape Output, bool IsUntied) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.InOut("biasGradient"));

    public override string Name => (IsUntied ? "Untied" : "") + $"BiasGradient{Output}";

    public override string Title => $"{Output}, a sum for each {Noun}";

    public override string Form => IsUntied || Output.Positions == 1 ? "sequential: sample" : "sequential: sample, row, column";

    private string Noun => IsUntied ? "element" : Output.IsSpatial ? "channel" : "unit";

    public override void Emit(KernelWriter writer)
    {
        int channels = IsUntied ? Output.Count : Output.Channels, positions = IsUntied ? 1 : Output.Positions;
        writer.Nest(new[] { new Loop(Noun, channels) }, outer =>
        {
            Index element = outer[0];
            if (Batch == 1 && positions == 1)
            {
                writer.Line($"biasGradient[{element}] += outputGradient[{element}];");
                return;
            }

            writer.Line($"{writer.Scalar} sum = 0;");
            writer.Nest(new[] { writer.Samples, new Loop("position", positions) }, at =>
                writer.Line($"sum += outputGradient[{(at[0] * Output.Count) + (element * positions) + at[1]}];"));
            writer.Line($"biasGradient[{element}] += sum;");
        });
    }
}
