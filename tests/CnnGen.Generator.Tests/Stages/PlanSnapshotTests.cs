using System.Threading.Tasks;
using Xunit;
using static VerifyXunit.Verifier;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>Plans as a reviewer reads them: what runs in which order, why, where everything is kept, and how long.</summary>
public class PlanSnapshotTests
{
    [Theory]
    [InlineData("lenet", "[Network(1, 28, 28, Batch = 32), Conv(6, 5, Padding = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), Dense(120), ReLU, Dense(84), ReLU, Dense(10), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]")]
    [InlineData("inference", "[Network(3, 32, 32, ForwardOnly = true), Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2), GlobalAvgPool, Dense(10), Softmax]")]
    [InlineData("separable", "[Network(8, 16, 16, Batch = 4), Conv(8, 3, Padding = 1, Groups = 8), BatchNorm, ReLU, Conv(16, 1), LeakyReLU, AvgPool(2), Dense(4), MeanSquaredError, AdamW]")]
    [InlineData("residual", "[Network(3, 8, 8, Batch = 8), Conv(16, 3, Padding = 1), ReLU, Tap(\"in\"), Conv(16, 3, Padding = 1), ReLU, Conv(16, 3, Padding = 1), Add(\"in\"), ReLU, GlobalAvgPool, Dense(10), SoftmaxCrossEntropy]")]
    [InlineData("branches", "[Network(4, 8, 8, InputGradient = false), Conv(8, 3, Padding = 1), ReLU, Tap(\"wide\"), MaxPool(2), Conv(8, 1), Tap(\"deep\"), From(\"wide\"), Conv(8, 2, Stride = 2), Concat(\"deep\"), GlobalMaxPool, Dense(2)]")]
    [InlineData("probabilities", "[Network(20), Dense(16), Tanh, Dense(5), Softmax, CrossEntropy, RMSProp(Momentum = 0.5)]")]
    public Task Plan(string about, string attributes) => Verify(Plans.Of(attributes).ToString()).UseParameters(about);
}
