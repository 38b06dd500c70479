namespace CnnGen.Generator.Model;

/// <summary>An activation tensor: the input, or what a layer makes.</summary>
/// <param name="Name">The layer's name, or <c>input</c>.</param>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="IsInput">Whether it is the network's input, and not what a layer of that name makes.</param>
internal sealed record Tensor(string Name, Shape Shape, bool IsInput = false)
{
    public static Tensor NetworkInput(Shape shape) => new("input", shape, IsInput: true);
}
