using CnnGen;

namespace Document;

public sealed partial class Page
{
    private readonly Alarm alarm = new(seed: 1);
    private readonly MemorySamples<float> samples = new(new float[2 * Alarm.InputSize], new[] { 0, 1 });

    private readonly Trainer<float> trainer = new(new AutoEncoder(seed: 1));
    private readonly float[] inputs = new float[32 * AutoEncoder.InputSize];
}
