namespace CnnGen.Generator.Tests.Widths;

/// <summary>A network whose variants have to agree to the last bit.</summary>
/// <param name="Input">The input's shape: <c>3, 8, 8</c>.</param>
/// <param name="Layers">The layers: <c>Conv(4, 3), ReLU</c>.</param>
/// <param name="Batch">Samples of a call.</param>
/// <param name="Network">More arguments of the Network attribute, each with a comma before it.</param>
internal sealed record TwinDeclaration(string Input, string Layers, int Batch, string Network = "")
{
    public string Trainable => Attributes($"Batch = {Batch}");

    public string ForwardOnly => Attributes($"Batch = {Batch}, ForwardOnly = true");

    public string OneSample => Attributes("ForwardOnly = true");

    private string Attributes(string arguments) => $"[Network({Input}, {arguments}{Network})]\n[{Layers}]";
}
