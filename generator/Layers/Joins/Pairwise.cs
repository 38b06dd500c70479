using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

/// <summary>Of each pair of elements, the sum or the product.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Operator"><c>+</c> or <c>*</c>.</param>
/// <param name="Shape">The shape of what it makes.</param>
/// <param name="Left">How the one lies.</param>
/// <param name="Right">How the other lies.</param>
/// <param name="Target">How the result lies.</param>
/// <param name="IsInPlace">Whether it takes the place of the left one.</param>
/// <param name="IsGradient">Whether it makes a gradient.</param>
internal sealed record Pairwise(
    Scalar Scalar, int Batch, char Operator, Shape Shape, Layout Left, Layout Right, Layout Target, bool IsInPlace = false, bool IsGradient = false)
    : Kernel(Scalar, Elements.IsOfImages(Shape, Left, Right, Target) ? 1 : Batch)
{
    public override EquatableArray<Port> Ports => IsInPlace
        ? EquatableArray.Of(Port.InOut("values"), Port.In("others"))
        : EquatableArray.Of(Port.In("left"), Port.In("right"), Port.Out("output"));

    public override bool IsPerSample => Elements.IsOfImages(Shape, Left, Right, Target);

    public override bool IsCheap => true;

    public override string Name =>
        $"{(Operator == '+' ? "Sum" : "Product")}{Left.Shape}{Left.NameSuffix}And{Right.Shape}{Right.NameSuffix}" +
        $"{(Target == Left ? "" : "To" + Target.NameSuffix)}{(IsInPlace ? "InPlace" : "")}";

    public override string Title => $"{Left.Shape} {Operator.ToString().Replace('*', '×')} {Right.Shape}";

    public override string Form => IsInPlace ? "element by element, in place" : "element by element";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && Elements.HasLanes(dialect, Left, Right, Target));

    public override void Emit(KernelWriter writer)
    {
        (string left, string right, string output) = IsInPlace ? ("values", "others", "values") : ("left", "right", "output");
        if (writer.Dialect.IsVector)
        {
            Elements.CommentBorder(writer, Target, IsGradient);
            writer.EachVector(
                writer.Size("count", Target.Count),
                isPerSample: !IsPerSample,
                at => writer.StoreElement(output, at, $"({writer.Element(left, at)} {Operator} {writer.Element(right, at)})"),
                at => writer.Line($"Unsafe.Add(ref {output}, {at}) = Unsafe.Add(ref {left}, {at}) {Operator} Unsafe.Add(ref {right}, {at});"));
            return;
        }

        Elements.Each(writer, new[] { Left, Right, Target }, at =>
            writer.Line($"{output}[{at[2]}] = {writer.Dialect.Rounded($"{left}[{at[0]}] {Operator} {right}[{at[1]}]")};"));
    }
}
