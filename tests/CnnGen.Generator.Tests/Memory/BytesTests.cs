using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using CnnGen.Generator.Tests.Fuzz;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Generator.Tests.Memory;

/// <summary>What networks say that they take is what the runtime allocates, to the byte.</summary>
public class BytesTests
{
    private const int Random = 60;

    // The plain text alone: what is allocated is the same for every width.
    private static readonly RunOptions Options = RunOptions.Default with { Properties = BuildProperties.None.With("CnnGenVectorBits", "-1") };

    private static readonly string[] Declarations =
    [
        "[Network(4)] [Dense(16), ReLU, Dense(16), ReLU, Dense(2)]",
        "[Network(1, 28, 28, Batch = 32)] [Conv(6, 5, Padding = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), Dense(120), ReLU, Dense(84), ReLU, Dense(10), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]",
        "[Network(3, 16, 16, Batch = 8, InputGradient = false)] [Conv(16, 3, Padding = 1, Bias = false), BatchNorm, ReLU, Tap(\"in\"), Conv(16, 3, Padding = 1, Bias = false), BatchNorm, Add(\"in\"), ReLU, GlobalAvgPool, Dense(10), SoftmaxCrossEntropy, AdamW]",
        "[Network(3, 8, 8)] [Normalize(0.5, 0.25), Conv(8, 3, Frozen = true), ReLU, Dropout(0.5), Dense(3), MeanSquaredError, RMSProp(Momentum = 0.9, ClipNorm = 1)]",
        "[Network(5, Scalar = Scalar.Double, Batch = 3)] [Dense(7), Tanh, BatchNorm, Dense(2), MeanSquaredError, Adam(ClipNorm = 1)]",
        "[Network(5, Scalar = Scalar.Double)] [Dropout(0.5), Dense(64), ReLU, Dense(64), MeanSquaredError]",
        "[Network(2, 6, 6, Batch = 4)] [Input(\"speed\", 3)] [Conv(4, 3), Flatten, Concat(\"speed\"), Tap(\"trunk\"), Dense(4), Output(\"policy\"), SoftmaxCrossEntropy, From(\"trunk\"), Dense(1), Output(\"value\"), MeanSquaredError]",
        "[Network(6)] [ReLU]",
        "[Network(1, 9)] [AvgPool(3), Sgd(Momentum = 0.9)]",
    ];

    [Fact]
    public void Declared_AreWhatIsAllocated() => Check(Declarations);

    [Fact]
    public void OfRandomNetworks_AreWhatIsAllocated()
    {
        RandomNetworks networks = new(7);
        Check(Enumerable.Range(0, Random).Select(_ => networks.Next()));
    }

    private static void Check(IEnumerable<string> declarations)
    {
        Dictionary<string, string> attributes = [];
        foreach (string declaration in declarations.Where(declaration => !declaration.Contains("ForwardOnly", StringComparison.Ordinal)))
        {
            attributes.Add($"Trained{attributes.Count}", declaration);
            attributes.Add($"Forward{attributes.Count - 1}", declaration.Insert(declaration.IndexOf(")]", StringComparison.Ordinal), ", ForwardOnly = true"));
        }

        Assert.NotEmpty(attributes);
        CompiledNetworks networks = CompiledNetworks.Compile(attributes, Options);
        for (int i = 0; i < attributes.Count; i += 2)
        {
            string trained = $"Trained{i}", forward = $"Forward{i}";
            long training = Constant(trained, "TrainingBytes"), inference = Constant(forward, "InferenceBytes");
            AssertAllocates(networks.TypeOf(trained), training, attributes[trained]);
            AssertAllocates(networks.TypeOf(forward), inference, attributes[forward]);
            Assert.True(inference == Constant(trained, "InferenceBytes"), attributes[trained]);
            Assert.Null(networks.TypeOf(forward).GetField("TrainingBytes"));
        }

        long Constant(string name, string constant) => (long)networks.TypeOf(name).GetField(constant)!.GetRawConstantValue()!;
    }

    /// <summary>A new network takes so much, and a replica of it what is said to be of an instance.</summary>
    private static void AssertAllocates(Type type, long bytes, string declaration)
    {
        Func<object> make = Expression.Lambda<Func<object>>(Expression.New(type)).Compile();
        object network = make();
        (NetworkDescription description, Action replicate) = network is INetwork<double> wide
            ? (wide.Description, () => GC.KeepAlive(wide.CreateReplica()))
            : (((INetwork<float>)network).Description, (Action)(() => GC.KeepAlive(((INetwork<float>)network).CreateReplica())));
        Assert.True(bytes == description.InstanceBytes + description.SharedBytes, declaration);

        // The constructor also makes random numbers, and forgets what makes them.
        long made = Allocated(() => GC.KeepAlive(make())), random = Allocated(() => GC.KeepAlive(new RandomNumbers(0)));
        Assert.True(made == bytes || made == bytes + random, $"{bytes} bytes are said, {made} are allocated: {declaration}");
        long replica = Allocated(replicate);
        Assert.True(replica == description.InstanceBytes, $"{description.InstanceBytes} bytes are said of a replica, {replica} are allocated: {declaration}");
    }

    /// <summary>Where the runtime begins another block on the way, it counts some bytes more.</summary>
    private static long Allocated(Action call)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 6; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
