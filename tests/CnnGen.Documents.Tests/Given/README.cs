using CnnGen;

namespace Document;

public sealed partial class Page
{
    private readonly LeNet network = new(seed: 1);
    private readonly float[] images = new float[32 * LeNet.InputSize];
    private readonly int[] labels = new int[32];
}
