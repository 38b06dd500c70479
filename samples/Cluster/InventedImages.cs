using System;
using CnnGen;

namespace Cluster;

/// <summary>Images that nobody took: stripes of a direction for each class, in noise. To measure with.</summary>
internal sealed class InventedImages : ISampleSource<float>
{
    private const int Side = 32, Classes = 10;

    private readonly float[] noise = new float[4096];

    public InventedImages()
    {
        var random = new Random(1);   // the same sequence on every machine, since it has a seed
        for (int i = 0; i < noise.Length; i++) noise[i] = (float)random.NextDouble();
    }

    public int Count => 4096;

    public bool HasLabels => true;

    public void CopyTo(int index, int variant, Span<float> inputs, Span<float> targets, Span<int> labels)
    {
        int label = index % Classes;
        labels[0] = label;
        for (int i = 0; i < inputs.Length; i++)
        {
            int row = i / Side % Side, column = i % Side;
            bool isStripe = ((label * row) + ((Classes - label) * column)) % (2 * Classes) < Classes;
            inputs[i] = noise[(i + (index * 37) + variant) % noise.Length] * (isStripe ? 1 : 0.5f);
        }
    }
}
