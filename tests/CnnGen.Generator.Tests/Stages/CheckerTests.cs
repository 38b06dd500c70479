using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

public class CheckerTests
{
    // Shapes as PyTorch computes them.
    [Theory]
    [InlineData("[Network(1, 28, 28)] [Conv(6, 5)]", "6×24×24")]
    [InlineData("[Network(1, 28, 28)] [Conv(6, 5, Padding = 2)]", "6×28×28")]
    [InlineData("[Network(3, 9, 7)] [Conv(4, 5, Stride = 2, Padding = 1)]", "4×4×3")]
    [InlineData("[Network(3, 9, 7)] [Conv(4, 3, 2, StrideHeight = 2, PaddingLeft = 3)]", "4×4×9")]
    [InlineData("[Network(1, 49, 10)] [Conv(64, 10, 4, Stride = 2, PaddingHeight = 5, PaddingWidth = 1)]", "64×25×5")]
    [InlineData("[Network(2, 9, 9)] [Conv(2, 3, Dilation = 3)]", "2×3×3")]
    [InlineData("[Network(2, 9, 8)] [MaxPool(2)]", "2×4×4")]
    [InlineData("[Network(2, 9, 8)] [AvgPool(3, Stride = 2, Padding = 1)]", "2×5×4")]
    [InlineData("[Network(2, 9, 8)] [GlobalAvgPool]", "2×1×1")]
    [InlineData("[Network(2, 9, 8)] [Flatten]", "144")]
    [InlineData("[Network(2, 9, 8)] [Dense(7)]", "7")]
    [InlineData("[Network(2, 9, 8)] [ReLU, Softmax]", "2×9×8")]
    public void Output_HasPyTorchsShape(string declaration, string shape) => Assert.Equal(shape, Plans.Model(declaration).Heads[0].Tensor.Shape.ToString());

    [Fact]
    public void Layers_AreAGraphOverNamedTensors()
    {
        NetworkModel model = Plans.Model("[Network(1, 8, 8)] [Conv(2, 3), ReLU, Dense(3, Name = \"head\")]");
        Assert.Equal(["input", "conv1", "relu1"], model.Layers.Select(layer => layer.Input.Name));
        Assert.Equal(["conv1", "relu1", "head"], model.Layers.Select(layer => layer.Output.Name));
    }

    [Fact]
    public void Names_AreNumberedPerKindDeclaredOrNot()
    {
        IEnumerable<Layer> layers = Plans.Model("[Network(8)] [Dense(8), ReLU, Dense(8, Name = \"middle\"), LeakyReLU, ReLU, Dense(8)]").Layers;
        Assert.Equal(["dense1", "relu1", "middle", "leakyrelu1", "relu2", "dense3"], layers.Select(layer => layer.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void NamingALayer_RenamesNoOther(int named)
    {
        string[] plain = ["Dense(8)", "Dense(7)", "ReLU", "Dense(6)"];
        string[] before = Names(plain);
        string[] after = Names(
            plain
                .Select((layer, i) =>
                    i == named
                        ? layer.Replace(")", ", ", System.StringComparison.Ordinal)
                            .TrimEnd() + (layer.Contains('(', System.StringComparison.Ordinal) ? "" : "(") + "Name = \"stem\")"
                        : layer)
                .ToArray());
        before[named] = "stem";
        Assert.Equal(before, after);

        static string[] Names(string[] layers) => Plans.Model($"[Network(8)] [{string.Join(", ", layers)}]").Layers.Select(layer => layer.Name).ToArray();
    }

    [Fact]
    public void SeveralMistakes_AreSeveralProblems()
    {
        EquatableArray<Problem> problems = Plans.Check(
            "[Network(1, 8, 8)] [Sgd] [Conv(0, 0, Stride = 0, Padding = -1)] [MeanSquaredError] [MeanSquaredError]").Problems;
        Assert.Equal(
            ["CNN0105", "CNN0106", "CNN0201", "CNN0201", "CNN0201", "CNN0201"],
            problems.Select(problem => problem.Id).OrderBy(id => id, System.StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[Network(4)] [Dense(5), ReLU, Dense(3)]", 2.0 / 4, 2.0 / (5 + 3))]
    [InlineData("[Network(4)] [Dense(5), LeakyReLU(0.5), Dense(3), Tanh]", 2 / (1.25 * 4), 2.0 / (5 + 3))]
    [InlineData("[Network(2, 6, 6)] [Conv(4, 3, Groups = 2), MaxPool(2), Flatten, ReLU, Dense(3), ReLU]", 2.0 / 9, 2.0 / 16)]
    [InlineData("[Network(2, 6, 6)] [Conv(4, 3, Groups = 2), MaxPool(2), Sigmoid, Dense(3)]", 2.0 / (9 + 18), 2.0 / (16 + 3))]
    public void InitialVariance_IsHesBeforeARectifierAndXaviersElsewhere(string declaration, double first, double second)
    {
        double[] variances = Plans.Of(declaration).Parameters
            .Where(parameter => parameter.Name.EndsWith(".weight", System.StringComparison.Ordinal))
            .Select(parameter => parameter.Initial.Number)
            .ToArray();
        Assert.Equal([first, second], variances);
        Assert.All(
            Plans.Of(declaration).Parameters.Where(parameter => parameter.Name.EndsWith(".bias", System.StringComparison.Ordinal)),
            bias => Assert.True(bias.Initial.AreZeros));
    }
}
