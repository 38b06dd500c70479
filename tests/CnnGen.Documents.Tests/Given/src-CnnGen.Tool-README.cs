using CnnGen;

namespace Document;

[Network(3, ForwardOnly = true), Dense(2)]
public sealed partial class Model { }

public sealed partial class Page
{
    private readonly float[] inputs = new float[Model.InputSize];

    public Page() => new Model(seed: 1).Save("Model.safetensors");
}
