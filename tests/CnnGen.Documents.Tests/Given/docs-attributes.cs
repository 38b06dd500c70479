using CnnGen;

namespace Document;

[Network(3), Dense(1)]
public sealed partial class Line { }

public sealed partial class Page
{
    private readonly Player player = new(seed: 1);
    private readonly float[] sight = new float[3];

    private readonly Trainer<float> trainer = new(new Line(seed: 1));
    private readonly float[] inputs = new float[10 * Line.InputSize], wanted = new float[10];
}
