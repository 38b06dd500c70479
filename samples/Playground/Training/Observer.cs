using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen;
using Playground.Compiling;

namespace Playground.Training;

/// <summary>Looks into a network while it sees an image, through a twin whose outputs are the tensors of all layers.</summary>
internal sealed class Observer
{
    private readonly ITrainableNetwork<float> twin;
    private readonly List<Watched> watched;
    private readonly Reading? reads;
    private readonly int imageAt;
    private readonly float[] parameters, buffers, gradient;

    private Observer(ITrainableNetwork<float> twin, List<Watched> watched, Reading? reads, int imageAt)
    {
        this.twin = twin;
        this.watched = watched;
        this.reads = reads;
        this.imageAt = imageAt;
        parameters = new float[twin.ParameterCount];
        buffers = new float[twin.BufferCount];
        gradient = new float[twin.OutputSize];
    }

    /// <summary>Builds the twin: its plain text alone, which is compiled quickly, and fast enough for single images.</summary>
    /// <param name="draft">The text with the network.</param>
    /// <param name="view">The network as the generator knows it.</param>
    /// <param name="network">An instance of it.</param>
    /// <param name="task">What it learns.</param>
    public static Observer Of(Draft draft, NetworkView view, INetwork<float> network, DigitTask task)
    {
        string text = Watching.Rewrite(draft, view, out Dictionary<int, string> outputs);
        BuiltNetworks built = NetworkBuilder.Build(new Compiler(vectorBits: "0").Compile(text));
        var twin = (ITrainableNetwork<float>)built.Create(built.Types.First(type => type.Name == view.Name), seed: 1);
        List<Watched> watched = [];
        int first = 0;
        foreach (OutputDescription output in twin.Description.Outputs)
        {
            foreach ((int number, string name) in outputs)
            {
                if (name == output.Name) watched.Add(new Watched(number, view.Layers[number].Name, output.Shape, first, output.Count));
            }

            first += output.Count;
        }

        return new Observer(twin, watched, task.Reads is { } reads ? reads with { First = PlaceOf(reads.First) } : null, PlaceOf(task.ImageAt ?? 0));

        // Where the twin has an output of the network.
        int PlaceOf(int place)
        {
            int start = 0, head = 0;
            while (start + network.Description.Outputs[head].Count <= place) start += network.Description.Outputs[head++].Count;
            return watched.First(one => one.Number == view.Heads[head].Source).First + place - start;
        }
    }

    /// <summary>Shows the network an image.</summary>
    public Observation Look(INetwork<float> network, ReadOnlySpan<float> image)
    {
        network.CopyParametersTo(parameters);
        network.CopyBuffersTo(buffers);
        twin.SetParameters(parameters);
        twin.SetBuffers(buffers);
        float[] outputs = twin.Forward(image).ToArray();
        double[] probabilities = reads?.Probabilities(outputs) ?? [];
        Array.Clear(gradient);
        if (reads != null)
        {
            gradient[reads.First + probabilities.AsSpan().ArgMax()] = 1;
        }
        else
        {
            // Half the squared difference.
            for (int i = 0; i < image.Length; i++) gradient[imageAt + i] = outputs[imageAt + i] - image[i];
        }

        float[] ofImage = twin.Backward(gradient).ToArray();
        twin.ClearGradients();
        return new Observation(probabilities, [.. watched.Select(one => new LayerValues(one.Name, one.Shape, outputs.AsMemory(one.First, one.Count)))], ofImage);
    }

    private sealed record Watched(int Number, string Name, IReadOnlyList<int> Shape, int First, int Count);
}

/// <summary>What a network makes of an image.</summary>
/// <param name="Probabilities">How probable each class is; empty where the network does not read.</param>
/// <param name="Layers">What each layer makes.</param>
/// <param name="Gradient">
/// How the number of the most probable class grows with each pixel; where the network does not read, how its squared difference from the image does.
/// </param>
internal sealed record Observation(double[] Probabilities, IReadOnlyList<LayerValues> Layers, float[] Gradient);

/// <summary>What a layer makes.</summary>
internal sealed record LayerValues(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
