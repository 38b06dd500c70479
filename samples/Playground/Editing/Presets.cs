using System.Collections.Generic;

namespace Playground.Editing;

/// <summary>A declaration to start from.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="About">What it shows.</param>
/// <param name="LearningRate">The rate that suits its optimizer.</param>
/// <param name="Text">The declaration.</param>
internal sealed record Preset(string Name, string About, double LearningRate, string Text);

/// <summary>The declarations to start from.</summary>
internal static class Presets
{
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("LeNet", "two convolutions, three dense layers", 0.03, """
            using CnnGen;

            [Network(1, 28, 28, Batch = 32, Reproducible = true)]
            [Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
            [Conv(16, 5), ReLU, MaxPool(2)]
            [Dense(120), ReLU]
            [Dense(84), ReLU]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            [Sgd(Momentum = 0.9)]
            public sealed partial class LeNet { }
            """),
        new("Dense", "no convolution at all", 0.03, """
            using CnnGen;

            [Network(784, Batch = 32, Reproducible = true)]
            [Dense(64), ReLU]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            [Sgd(Momentum = 0.9)]
            public sealed partial class DenseNet { }
            """),
        new("Residual", "two ways that meet again, and norms", 0.01, """
            using CnnGen;

            [Network(1, 28, 28, Batch = 32, Reproducible = true)]
            [Conv(8, 3, Stride = 2, Padding = 1), BatchNorm, ReLU, Tap("a")]
            [Conv(8, 3, Padding = 1), BatchNorm, ReLU]
            [Conv(8, 3, Padding = 1), BatchNorm, Add("a"), ReLU, MaxPool(2), Tap("b")]
            [Conv(8, 3, Padding = 1), ReLU, Concat("b")]
            [GlobalAvgPool, Dense(10)]
            [SoftmaxCrossEntropy]
            [Adam]
            public sealed partial class Residual { }
            """),
        new("Autoencoder", "the digit through sixteen numbers, and what it is", 0.003, """
            using CnnGen;

            [Network(784, Batch = 32, Reproducible = true)]
            [Dense(64), ReLU, Dense(16), ReLU, Tap("code")]
            [Dense(10), Output("digit", Weight = 0.1), SoftmaxCrossEntropy]
            [From("code"), Dense(64), ReLU, Dense(784), Sigmoid]
            [Output("image"), MeanSquaredError]
            [Adam]
            public sealed partial class Autoencoder { }
            """),
        new("Mistake", "a kernel that does not fit", 0.03, """
            using CnnGen;

            [Network(1, 10, 10)]
            [Conv(6, 3), MaxPool(2)]
            [Conv(16, 5)]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            public sealed partial class Small { }
            """),
    ];
}
