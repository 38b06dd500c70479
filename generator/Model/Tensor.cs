namespace CnnGen.Generator.Model;

/// <summary>An activation tensor: an input, or what a layer makes.</summary>
/// <param name="Name">The layer's name, or the input's: <c>input</c> for Network's own.</param>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="IsInput">Whether it is an input of the network, and not what a layer of that name makes.</param>
internal sealed record Tensor(string Name, Shape Shape, bool IsInput = false)
{
    private const string Own = "input", Main = "Output";

    /// <summary>What it is of the layer that makes it, in names of places: its output, unless the layer makes several.</summary>
    public string Role { get; init; } = Main;

    /// <summary>The input that Network declares.</summary>
    public static Tensor NetworkInput(Shape shape) => new(Own, shape, IsInput: true);

    /// <summary>In the titles of steps, where layers have their names.</summary>
    public string Title => IsInput && Name != Own ? "input " + Name : Role == Main ? Name : $"{Name} {Role.ToLowerInvariant()}";

    /// <summary>What a place is called that keeps a copy of it; no layer's place is called so.</summary>
    public string CopyName => Name == Own ? "Input" : "KeptInput" + Text.Pascal(Name);

    /// <summary>What the place is called where its layer leaves it.</summary>
    public string PlaceName => Text.Pascal(Name) + Role;

    /// <summary>What the place of its gradient is called.</summary>
    public string GradientName => !IsInput ? PlaceName + "Gradient" : Name == Own ? "InputGradient" : "GradientOfInput" + Text.Pascal(Name);
}
