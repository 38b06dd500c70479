using CnnGen;

namespace Document;

public sealed partial class Page
{
    private readonly Trainer<float> trainer = new(new Agent(seed: 1));
    private readonly float[] states = new float[10 * Agent.InputSize];
    private readonly Rollout rollout = new(new int[10], new float[10], new float[10], new float[10]);

    private const float rate = 0.01f;
    private readonly Teacher teacher = new(seed: 1);
    private readonly Student student = new(seed: 1);
    private readonly float[] inputs = new float[10 * Student.InputSize], gradient = new float[10 * Student.OutputSize];
    private readonly int[] labels = new int[10];
}
