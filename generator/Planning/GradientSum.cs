using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Adds what one reader of a tensor contributes to the tensor's gradient.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Shape">The tensor's shape.</param>
/// <param name="Contribution">How the contribution lies.</param>
/// <param name="Sum">How the gradient lies.</param>
internal sealed record GradientSum(Scalar Scalar, int Batch, Shape Shape, Layout Contribution, Layout Sum)
    : Kernel(Scalar, Elements.IsOfImages(Shape, Contribution, Sum) ? 1 : Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("contribution"), Port.InOut("gradient"));

    public override bool IsPerSample => Elements.IsOfImages(Shape, Contribution, Sum);

    public override string Name => $"GradientSum{Shape}{Contribution.NameSuffix}{(Contribution == Sum ? "" : "To" + Sum.NameSuffix)}";

    public override string Title => Shape.ToString();

    public override string Form => "element by element, added to what the readers behind have contributed";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && Elements.HasLanes(dialect, Contribution, Sum));

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector)
        {
            Elements.CommentBorder(writer, Sum, isGradient: true);
            writer.EachVector(
                writer.Size("count", Sum.Count),
                isPerSample: !IsPerSample,
                at => writer.StoreElement("gradient", at, $"({writer.Element("gradient", at)} + {writer.Element("contribution", at)})"),
                at => writer.Line($"Unsafe.Add(ref gradient, {at}) += Unsafe.Add(ref contribution, {at});"));
            return;
        }

        Elements.Each(writer, new[] { Contribution, Sum }, at => writer.Line(writer.Dialect.Add($"gradient[{at[1]}]", $"contribution[{at[0]}]")));
    }
}
