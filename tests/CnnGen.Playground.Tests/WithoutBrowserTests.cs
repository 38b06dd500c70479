using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Playground.Compiling;
using Playground.Drawing;
using Playground.Editing;
using Playground.Training;
using Xunit;

namespace CnnGen.Playground.Tests;

/// <summary>What of the page needs no browser.</summary>
public sealed class WithoutBrowserTests
{
    public static TheoryData<string> Sound => [.. Presets.All.SkipLast(1).Select(preset => preset.Name)];

    [Theory]
    [InlineData("")]
    [InlineData("#d=")]
    [InlineData("#d=!!!")]
    [InlineData("#d=AAAA")]
    [InlineData("#other")]
    public void ADamagedLinkIsNone(string address) => Assert.Null(Link.Read("http://localhost/" + address));

    [Fact]
    public void ALinkHoldsTheText()
    {
        foreach (Preset preset in Presets.All) Assert.Equal(preset.Text, Link.Read("http://localhost/a/" + Link.Of(preset.Text)));
        Assert.Null(Link.Read(Link.Of(new string('x', 200_000))));
    }

    /// <summary>
    /// Behind each key the generator's stages run without its pipeline, which always writes. Of each example in the docs they say what it says; and what is
    /// sure before anything is written is what the compiler says behind it.
    /// </summary>
    [Fact]
    public void WhatIsReadIsWhatTheGeneratorSays()
    {
        Compiler compiler = new("0");
        int faulty = 0, settled = 0;
        foreach (string example in Examples())
        {
            Compiled compiled = compiler.Compile(example);
            Assert.Null(compiled.Run.Exception);
            Assert.Equal(Finding.All(compiled.Run.Diagnostics), Finding.All(compiled.Draft.Generator.Problems));
            Assert.Equal(Finding.All(compiled.Run.Diagnostics.Concat(compiled.Output.GetSemanticModel(compiled.Draft.Tree).GetDiagnostics())), compiled.Faults);
            if (compiled.Run.Diagnostics.Length > 0) faulty++;
            if (compiled.Draft.IsSettled) settled++;
        }

        Assert.InRange(faulty, 50, 100);
        Assert.InRange(settled, 100, 200);

        static IEnumerable<string> Examples([CallerFilePath] string own = "") =>
            from page in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(own)!, "..", "..", "docs", "diagnostics"), "*.md")
            from Match block in Regex.Matches(File.ReadAllText(page), "```csharp\n(.*?)```", RegexOptions.Singleline)
            select "using CnnGen;\n" + block.Groups[1].Value;
    }

    [Fact]
    public void AHintIsSaidUnlessTheTextForbidsIt()
    {
        const string declaration = "[Network(4), Dense(3), Tap(\"a\"), Dense(2), HalfSquaredError] public sealed partial class Net { }";
        Compiler compiler = new("0");
        Finding hint = Assert.Single(compiler.Read("using CnnGen; " + declaration).Hints);
        Assert.False(hint.IsError);
        Assert.Empty(compiler.Read($"using CnnGen;\n#pragma warning disable {hint.Id}\n{declaration}").Hints);
        Assert.Single(compiler.Read("using CnnGen; [Netwrk(4), Dense(3)] public sealed partial class Net { }").Hints);
    }

    /// <summary>In the text of a large network a step calls a method that steps share, which calls the kernel: all three are the layer's.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public void ALayersMethodsAreThoseThatItsStepsCall(int blocks)
    {
        string layers = string.Concat(
            Enumerable.Range(1, blocks).Select(i => $", Conv({16 * i}, 3, Padding = 1, Groups = {16 * i}), ReLU, Conv({(16 * i) + 16}, 1), ReLU"));
        Compiled compiled = new Compiler().Compile($"using CnnGen; [Network(16, 32, 32){layers}, Conv(16, 1), Dense(10)] partial class Net {{ }}");
        IReadOnlyList<EmittedFile> files = compiled.Files;
        Assert.Equal(blocks > 1, files.Any(file => file.Name.EndsWith("-Shared.g.cs", StringComparison.Ordinal)));
        foreach (LayerView layer in compiled.Draft.Generator.Networks.Single().Layers.Where(layer => layer.Kind is "Conv" or "Dense"))
        {
            foreach (string file in new[] { "-Steps", "-512", "-256", "-128", "-Plain" })
            {
                EmittedFile emitted = files.Single(one => one.Name.EndsWith(file + ".g.cs", StringComparison.Ordinal));
                Assert.True(emitted.MethodsOf(layer, files).Length > 0, $"{layer.Name} in {file}");
            }
        }
    }

    /// <summary>The twin shows what the network makes, but for the order in which a layer adds up what lies otherwise there.</summary>
    [Theory]
    [MemberData(nameof(Sound))]
    public void ATwinMakesWhatItsNetworkMakes(string name)
    {
        Compiled compiled = new Compiler().Compile(Presets.All.First(preset => preset.Name == name).Text);
        BuiltNetworks built = NetworkBuilder.Build(compiled);
        var network = (ITrainableNetwork<float>)built.Create(built.Types[0], 7);
        DigitTask task = DigitTask.Of(network, out _)!;
        NetworkView view = compiled.Draft.Generator.Networks.Single();
        var observer = Observer.Of(compiled.Draft, view, network, task);
        var image = new float[DigitTask.Pixels];
        ShippedDigits.Test.CopyTo(3, 0, image, [], new int[1]);
        Observation seen = observer.Look(network, image);
        float[] outputs = network.Forward(image).ToArray();
        if (task.Reads is { } reads) AssertClose(reads.Probabilities(outputs), seen.Probabilities);
        int first = 0;
        for (int i = 0; i < view.Heads.Count; i++)
        {
            float[] values = seen.Layers.First(layer => layer.Name == view.Layers[view.Heads[i].Source].Name).Values.ToArray();
            AssertClose(Doubles(outputs[first..(first + values.Length)]), Doubles(values));
            first += values.Length;
        }

        Assert.Equal(view.Layers.Count(layer => !layer.OnlyNames), seen.Layers.Count);
        Assert.Contains(seen.Gradient, slope => slope != 0);

        static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

        static void AssertClose(double[] expected, double[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    /// <summary>A training that is interrupted all the time ends with the bits of one that is not.</summary>
    [Fact]
    public async Task PausesDoNotShow()
    {
        BuiltNetworks built = NetworkBuilder.Build(new Compiler().Compile(Presets.All[1].Text));
        Plan plan = new(Epochs: 1);
        var paused = (ITrainableNetwork<float>)built.Create(built.Types[0], plan.Seed);
        var whole = (ITrainableNetwork<float>)built.Create(built.Types[0], plan.Seed);
        DigitTask task = DigitTask.Of(paused, out _)!;
        int pauses = 0;
        Curves curves = new(() => Thread.Sleep(2));
        FitResult? result = await new Session(paused, task).Train(plan, curves, () => { pauses++; return Task.CompletedTask; }, default);
        using var trainer = new Trainer<float>(whole);
        trainer.Fit(new DigitLesson(ShippedDigits.Training, task), plan.Options);
        Assert.Equal(FitEnd.Completed, result!.End);
        Assert.True(pauses > 1);
        Assert.Equal(Parameters(whole), Parameters(paused));
        Assert.InRange(curves.Losses.Count, 150, 400);
        Assert.Equal(curves.Losses.Count, curves.Accuracies.Count);

        static float[] Parameters(INetwork<float> network)
        {
            var parameters = new float[network.ParameterCount];
            network.CopyParametersTo(parameters);
            return parameters;
        }
    }

    [Theory]
    [InlineData("[Network(784, ForwardOnly = true), Dense(10)]", "It is ForwardOnly.")]
    [InlineData("[Network(784), Dense(10)]", "It declares no loss.")]
    [InlineData("[Network(784, Scalar = Scalar.Double), Dense(10), SoftmaxCrossEntropy]", "double")]
    [InlineData("[Network(784), Dense(5), SoftmaxCrossEntropy]", "Its output of 5 has SoftmaxCrossEntropy")]
    [InlineData("[Network(3, 8, 8), Dense(10), SoftmaxCrossEntropy]", "it takes 3×8×8.")]
    public void WhatDigitsCannotTeachSaysWhy(string declaration, string reason)
    {
        BuiltNetworks built = NetworkBuilder.Build(new Compiler("0").Compile($"using CnnGen; {declaration} public sealed partial class Net {{ }}"));
        Assert.Null(DigitTask.Of(built.Create(built.Types[0], 1), out string why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    /// <summary>However large and wherever it is drawn.</summary>
    [Fact]
    public void ADrawingIsMovedToTheMiddle()
    {
        Ink small = new(), large = new();
        small.Line((3, 3), (3, 10));
        large.Line((20, 2), (20, 26));
        foreach (Ink ink in new[] { small, large })
        {
            float[] image = Scan.Of(ink.Pixels);
            float mass = image.Sum();
            Assert.Equal(14, image.Select((pixel, i) => pixel * ((i % 28) + 0.5f)).Sum() / mass, 0.3);
            Assert.Equal(14, image.Select((pixel, i) => pixel * ((i / 28) + 0.5f)).Sum() / mass, 0.3);
            int[] rows = [.. Enumerable.Range(0, 28).Where(row => image.Skip(row * 28).Take(28).Any(pixel => pixel > 0.1))];
            Assert.InRange(rows[^1] - rows[0], 18, 22);
        }
    }
}
