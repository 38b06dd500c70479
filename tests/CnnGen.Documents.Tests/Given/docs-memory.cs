namespace Document;

public sealed partial class Page
{
    private readonly float[] senses = new float[Brain.InputSize];
}
