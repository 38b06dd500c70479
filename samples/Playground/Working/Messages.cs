using System.Collections.Generic;
using System.Text.Json.Serialization;
using Playground.Picturing;
using Playground.Training;

namespace Playground.Working;

/// <summary>What the page asks of the worker.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(BuildOrder), "build")]
[JsonDerivedType(typeof(TrainOrder), "train")]
[JsonDerivedType(typeof(StopOrder), "stop")]
[JsonDerivedType(typeof(LookOrder), "look")]
[JsonDerivedType(typeof(CorrectOrder), "correct")]
[JsonDerivedType(typeof(LoadOrder), "load")]
public abstract record Order
{
    /// <summary>The number by which the worker tells what became of it.</summary>
    public int Number { get; init; }
}

/// <summary>Build the networks of a text, and run each once.</summary>
public sealed record BuildOrder(string Text) : Order;

/// <summary>Build the text where it is another, and train its first network from its first weights on.</summary>
public sealed record TrainOrder(string Text, Plan Plan) : Order;

/// <summary>End the training.</summary>
public sealed record StopOrder : Order;

/// <summary>Show the network a drawing.</summary>
public sealed record LookOrder(float[] Image) : Order;

/// <summary>Teach it what a drawing is.</summary>
public sealed record CorrectOrder(float[] Image, int Label) : Order;

/// <summary>Take weights from a safetensors file.</summary>
public sealed record LoadOrder(string Text, byte[] File) : Order;

/// <summary>What the worker tells the page.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(ReadyNews), "ready")]
[JsonDerivedType(typeof(DoneNews), "done")]
[JsonDerivedType(typeof(BrokenNews), "broken")]
[JsonDerivedType(typeof(SilentNews), "silent")]
[JsonDerivedType(typeof(BuildingNews), "building")]
[JsonDerivedType(typeof(BuiltNews), "built")]
[JsonDerivedType(typeof(FailedNews), "failed")]
[JsonDerivedType(typeof(TrainingNews), "training")]
[JsonDerivedType(typeof(ResultNews), "result")]
[JsonDerivedType(typeof(SeenNews), "seen")]
[JsonDerivedType(typeof(CorrectedNews), "corrected")]
public abstract record News;

/// <summary>The worker can be asked.</summary>
public sealed record ReadyNews : News;

/// <summary>What was asked is done, or has failed; no more will be told of it.</summary>
public sealed record DoneNews(int Number) : News;

/// <summary>The browser tells of an error in the worker that the worker itself does not know of.</summary>
public sealed record BrokenNews(string Message) : News;

/// <summary>The worker has been asked something, and says nothing.</summary>
public sealed record SilentNews : News;

/// <summary>The worker builds, and will say nothing for a while.</summary>
public sealed record BuildingNews : News;

/// <summary>Networks were built, and each has run once.</summary>
/// <param name="Networks">Their names.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Bytes">The size of their code.</param>
/// <param name="WhyNot">Why the first of them cannot be trained on digits; null where it can.</param>
public sealed record BuiltNews(IReadOnlyList<string> Networks, int Milliseconds, long Bytes, string? WhyNot) : News;

/// <summary>What was asked cannot be done.</summary>
public sealed record FailedNews(int Number, string Message) : News;

/// <summary>How the training goes.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Losses">Mean losses so far.</param>
/// <param name="Accuracies">Accuracies of the same steps in per cent; nothing where nothing is read.</param>
/// <param name="Points">How many of them there will be.</param>
/// <param name="ImagesPerSecond">The speed.</param>
/// <param name="Tests">Behind each epoch, what came of the test digits.</param>
public sealed record TrainingNews(
    int Epoch,
    int Epochs,
    IReadOnlyList<double> Losses,
    IReadOnlyList<double> Accuracies,
    int Points,
    double ImagesPerSecond,
    IReadOnlyList<TestNews> Tests) : News;

/// <summary>What came of the test digits behind an epoch.</summary>
public sealed record TestNews(double? Loss, double? Accuracy);

/// <summary>How good the network is, and what it looks like.</summary>
/// <param name="Why">What came before: <c>trained</c>, <c>stopped</c>, <c>diverged</c>, <c>loaded</c>, <c>corrected</c>.</param>
/// <param name="Loss">The loss on the test digits.</param>
/// <param name="Accuracy">The share of them that is read right; null where nothing is read.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Confusion">What was read as what, row by row; null likewise.</param>
/// <param name="Filters">What the first layer with weights looks for.</param>
/// <param name="FiltersOf">That layer's name.</param>
/// <param name="Misreads">Of the digits that were misread, those of which the network was surest.</param>
/// <param name="Copies">Where the network makes an image, some digits and what it makes of them.</param>
/// <param name="FileName">What the file of weights is called.</param>
/// <param name="File">The weights, as safetensors.</param>
/// <param name="Steps">Steps that were made in all.</param>
public sealed record ResultNews(
    string Why,
    double? Loss,
    double? Accuracy,
    int Count,
    IReadOnlyList<int>? Confusion,
    IReadOnlyList<Picture> Filters,
    string? FiltersOf,
    IReadOnlyList<MisreadNews> Misreads,
    IReadOnlyList<CopyNews> Copies,
    string FileName,
    byte[] File,
    long Steps) : News;

/// <summary>A digit that was misread.</summary>
public sealed record MisreadNews(Picture Digit, int Read, double Probability, int Label, double OfLabel);

/// <summary>A digit and what the network makes of it.</summary>
public sealed record CopyNews(Picture Digit, Picture Made);

/// <summary>What the network makes of a drawing.</summary>
/// <param name="Network">The network.</param>
/// <param name="Image">The drawing as the network gets it.</param>
/// <param name="Probabilities">How probable each digit is; nothing where nothing is read.</param>
/// <param name="Layers">What each layer makes.</param>
/// <param name="Gradient">The gradient on the input.</param>
public sealed record SeenNews(string Network, Picture Image, IReadOnlyList<double> Probabilities, IReadOnlyList<SeenLayer> Layers, Picture Gradient) : News;

/// <summary>What a layer makes.</summary>
public sealed record SeenLayer(string Name, IReadOnlyList<int> Shape, Picture Values);

/// <summary>The network was taught a drawing, and reads it so now, or not yet.</summary>
public sealed record CorrectedNews(int Label, int Steps, bool IsRead) : News;

/// <summary>Messages as text. A training that diverges has losses that are no numbers.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(News))]
internal sealed partial class MessageText : JsonSerializerContext;
