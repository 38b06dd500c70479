namespace Document;

public sealed partial class Page
{
    private readonly Pictures network = new(seed: 1);
    private readonly float[] inputs = [1, 20, 3, 4, 5, 60, 7, 4], picture = new float[Pictures.InputSize];
    private readonly byte[] rgb = new byte[Pictures.InputSize];
}
