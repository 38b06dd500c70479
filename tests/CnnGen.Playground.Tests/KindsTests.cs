using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Playground.Tests.Hosting;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Playground.Tests;

/// <summary>
/// Every kind of layer, loss and optimizer is emitted, compiled and run in the page. Networks that are compiled there call what the trimmer cannot see: this is
/// what finds a root that is missing.
/// </summary>
[Collection(PageCollection.Name)]
public sealed class KindsTests(PublishedPage site, ITestOutputHelper output)
{
    // Few networks that have nearly every kind: a browser takes its time to compile a network. Lists are longer than a vector, so that both texts run.
    private static readonly string[] Declared =
    [
        """
        [Network(20, Batch = 2)]
        [Dense(18), ReLU, LeakyReLU, PReLU, ReLU6, Clip(-1, 2), Square, ELU, SELU, Softplus, SiLU, GELU, Mish, HardSigmoid, HardSwish, Sigmoid, Tanh, Sign]
        [Dense(17), Dropout(0.5), Scale(0.5, 0.25), Normalize(0.1, 2), LayerNorm, BatchNorm]
        [Dense(4), Softmax, CrossEntropy]
        """,
        """
        [Network(3, 6, 6, Batch = 2)]
        [Input("mask", 18, 6, 6)]
        [Conv(18, 3, Padding = 1), Multiply("mask"), GroupNorm(3), Tap("a")]
        [MaxPool(2), ConvTranspose(18, 2, Stride = 2), Add("a"), AvgPool(2), Upsample(2), Concat("a")]
        [PadChannels(0, 4), ChannelShuffle(4), PixelShuffle(2), Pad(1), Crop(2), Conv(18, 2), Slice(0, 9), Tap("b")]
        [GlobalAvgPool, Dense(2), Output("one"), MeanSquaredError]
        [From("b"), GlobalMaxPool, Flatten, Dense(3), Output("other"), SoftmaxCrossEntropy]
        """,
        """
        [Network(2, 5)]
        [Input("short", 3), Input("long", 8)]
        [GRU(3, State = "short"), LSTM(4, State = "long", Last = true), Reshape(2, 2), Output("end"), Huber]
        [From("shortOut"), Output("state"), MeanAbsoluteError]
        """,
        """
        [Network(9)]
        [Dense(18), Sigmoid, Tap("a"), Output("one"), BinaryCrossEntropy]
        [From("a"), Dense(2), Output("other"), HalfSquaredError]
        """,
    ];

    [Fact]
    public void EveryKindIsInSomeDeclaration()
    {
        HashSet<string> covered = [.. Declarations().SelectMany(KindsOf)];
        Assert.Empty(Kinds<LayerAttribute>().Concat(Kinds<LossAttribute>()).Concat(Kinds<OptimizerAttribute>()).Except(covered));
    }

    [BrowserFact]
    public async Task EveryKindRunsInThePage()
    {
        List<string> declarations = Declarations();
        output.WriteLine(string.Join("\n", declarations));
        await using PlaygroundPage page = await site.Open();
        await page.Write("using CnnGen;\n" + string.Concat(declarations.Select((text, i) => $"{text}\npublic sealed partial class Net{i} {{ }}\n")));
        await page.Page.Locator("#build").ClickAsync();
        string status = await page.WaitFor("compiled in");
        for (int i = 0; i < declarations.Count; i++) Assert.Matches($@"\bNet{i}\b", status);
        output.WriteLine(status);
    }

    /// <summary>Those above; for kinds that they do not have, of the networks whose gradients the generator's tests check; each with an optimizer.</summary>
    private static List<string> Declarations()
    {
        HashSet<string> left = [.. Kinds<LayerAttribute>().Concat(Kinds<LossAttribute>()).Except(Declared.SelectMany(KindsOf))];
        List<string> chosen = [.. Declared];
        while (GradientTable.ByName.Values.MaxBy(text => KindsOf(text).Count(left.Contains)) is { } best && KindsOf(best).Any(left.Contains))
        {
            chosen.Add(best);
            left.ExceptWith(KindsOf(best));
        }

        string[] optimizers = [.. Kinds<OptimizerAttribute>()];
        return [.. chosen.Select((text, i) => $"{text} [{optimizers[i % optimizers.Length]}]")];
    }

    private static IEnumerable<string> Kinds<T>() => typeof(T).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)
        .Select(type => type.Name[..^"Attribute".Length])
        .Order(StringComparer.Ordinal);

    private static HashSet<string> KindsOf(string declaration) => [.. Regex.Matches(declaration, @"(?<=[\[,] *)[A-Za-z]\w*").Select(match => match.Value)];
}
