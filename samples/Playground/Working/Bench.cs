using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using CnnGen;
using Digits;
using Playground.Compiling;
using Playground.Picturing;
using Playground.Training;

namespace Playground.Working;

/// <summary>The networks of a text, built, and the first of them in training.</summary>
internal sealed class Bench
{
    private readonly Draft draft;
    private readonly BuiltNetworks built;
    private readonly NetworkView view;
    private Observer? observer;

    private Bench(Compiled compiled, BuiltNetworks built)
    {
        draft = compiled.Draft;
        this.built = built;
        view = draft.Generator.Networks.First(network => network.Name == built.Types[0].Name);
        News = null!;
    }

    public string Text => draft.Text;

    /// <summary>What was built.</summary>
    public BuiltNews News { get; private set; }

    /// <summary>The first network; null where it can learn nothing of digits.</summary>
    public Session? Session { get; private set; }

    /// <summary>Builds networks, and runs each once.</summary>
    public static Bench Of(Compiled compiled)
    {
        long start = Stopwatch.GetTimestamp();
        BuiltNetworks built = NetworkBuilder.Build(compiled);
        foreach (Type type in built.Types) FirstRun.Of(built.Create(type, seed: 1));
        var bench = new Bench(compiled, built);
        string reason = bench.Start(seed: 1);
        bench.News = new BuiltNews(
            [.. built.Types.Select(type => type.Name)],
            (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            built.Bytes,
            bench.Session == null ? reason : null);
        return bench;
    }

    /// <summary>Makes the first network anew.</summary>
    /// <returns>Why it can learn nothing.</returns>
    public string Start(int seed)
    {
        object network = built.Create(built.Types[0], seed);
        Session = DigitTask.Of(network, out string reason) is { } task ? new Session((ITrainableNetwork<float>)network, task) : null;
        return reason;
    }

    /// <summary>Shows the network an image, and all that it makes of it.</summary>
    public SeenNews Look(float[] image)
    {
        Session session = Session!;
        observer ??= Observer.Of(draft, view, session.Network, session.Task);
        Observation seen = observer.Look(session.Network, image);
        return new SeenNews(
            view.Name,
            Numbers.OfInk(image, DigitImages.Side),
            [.. seen.Probabilities.Take(DigitImages.Classes)],
            [.. seen.Layers.Select(layer => new SeenLayer(layer.Name, layer.Shape, Numbers.OfTensor(layer.Values.Span, layer.Shape)))],
            Numbers.OfChannels(seen.Gradient, 1, DigitImages.Side, DigitImages.Side));
    }

    /// <summary>How good the network is.</summary>
    public ResultNews Result(string why)
    {
        Session session = Session!;
        ITrainableNetwork<float> network = session.Network;
        Evaluation evaluation = session.Evaluate();
        using var file = new MemoryStream();
        network.Save(file);
        (string? of, Picture[] filters) = FirstFilters.Of(network);
        return new ResultNews(
            why,
            evaluation.Loss,
            evaluation.Accuracy,
            evaluation.Count,
            evaluation.Confusion is { } confusion ? Rows(confusion) : null,
            filters,
            of,
            Samples.Misread(session),
            Samples.Copied(session),
            $"{view.Name.ToLowerInvariant()}.safetensors",
            file.ToArray(),
            network.StepCount);
    }

    private static int[] Rows(ConfusionMatrix confusion) =>
    [
        .. from label in Enumerable.Range(0, DigitImages.Classes)
           from read in Enumerable.Range(0, DigitImages.Classes)
           select label < confusion.ClassCount && read < confusion.ClassCount ? confusion[label, read] : 0,
    ];
}
