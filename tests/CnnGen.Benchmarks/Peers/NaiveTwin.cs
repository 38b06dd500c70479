using System;
using CnnGen.Benchmarks.Operations;

namespace CnnGen.Benchmarks.Peers;

/// <summary>The same network in straightforward loops: what one writes without thinking of the machine.</summary>
internal sealed class NaiveTwin
{
    private readonly Operation[] operations;
    private readonly float[] input;
    private readonly float[][] activations;

    public NaiveTwin(Operation[] operations, float[] input)
    {
        this.operations = operations;
        this.input = input;
        activations = Array.ConvertAll(operations, operation => new float[operation.OutputSize]);
    }

    public float[] Output => activations[^1];

    public void Repeat(int count)
    {
        for (int i = 0; i < count; i++) Run();
    }

    private void Run()
    {
        for (int i = 0; i < operations.Length; i++) operations[i].Run(At(operations[i].Sources[0]), At(operations[i].Sources[^1]), activations[i]);
    }

    private float[] At(int source) => source < 0 ? input : activations[source];
}
