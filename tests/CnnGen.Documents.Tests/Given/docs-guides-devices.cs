namespace Document;

public sealed partial class Page
{
    private readonly Gesture gesture = new(seed: 1);

    private static float[] Read() => new float[3];
}
