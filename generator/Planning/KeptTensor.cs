using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A running average and its place. They lie in the description's order, one right behind the other.</summary>
/// <param name="Name"><c>batchnorm1.running_mean</c>.</param>
/// <param name="Average">What it is an average of.</param>
/// <param name="Slot">Its place among the buffers (and the statistics).</param>
/// <param name="Offset">Its first element.</param>
internal sealed record KeptTensor(string Name, RunningAverage Average, Slot Slot, int Offset)
{
    public int Count => Average.Shape.Count;

    public static IEnumerable<KeptTensor> Of(NetworkModel model)
    {
        int offset = 0;
        foreach (Layer layer in model.Layers)
        {
            foreach (RunningAverage average in layer.Buffers)
            {
                string role = string.Concat(average.Role.Split('_').Select(Text.Pascal));
                yield return new KeptTensor(
                    $"{layer.Name}.{average.Role}",
                    average,
                    new Slot(Text.Pascal(layer.Name) + role, Store.Buffers, Layout.Plain(average.Shape), PerSample: false),
                    offset);
                offset += average.Shape.Count;
            }
        }
    }
}
