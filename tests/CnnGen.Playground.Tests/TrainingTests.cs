using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using CnnGen.Playground.Tests.Hosting;
using Microsoft.Playwright;
using Playground.Compiling;
using Playground.Editing;
using Playground.Training;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Playground.Tests;

/// <summary>What one sees while a network learns, and behind it.</summary>
[Collection(TrainingCollection.Name)]
public sealed class TrainingTests(PublishedPage site, ITestOutputHelper output)
{
    private const double LeastAccuracy = 97;
    private const int Epochs = 1;

    private static readonly (float, float)[] Seven = [(7, 6), (20, 6), (13, 23)], One = [(14, 4), (14, 24)];

    [BrowserFact]
    public async Task LearnsReadsADrawingAndIsCorrected()
    {
        await using PlaygroundPage page = await site.Open();
        Task<int> frames = page.Page.EvaluateAsync<int>("""
            () => new Promise(done => {
              let frames = 0, start = performance.now();
              const count = now => { frames++; if (now - start < 5000) requestAnimationFrame(count); else done(Math.round(1000 * frames / (now - start))); };
              requestAnimationFrame(count);
            })
            """);
        string status = await page.Train(Epochs);
        double accuracy = double.Parse(Regex.Match(status, @"([\d.]+) %").Groups[1].Value, CultureInfo.InvariantCulture);
        output.WriteLine($"{status} {await page.Figure("speed").TextContentAsync()} images a second, {await frames} frames a second meanwhile");
        Assert.InRange(accuracy, LeastAccuracy, 100);
        Assert.Equal(2, await page.Page.Locator(".curve").CountAsync());
        Assert.Equal(2000, (await page.Page.Locator(".confusion td").AllTextContentsAsync()).Sum(count => int.TryParse(count, out int number) ? number : 0));
        Assert.Equal(6, await page.Page.GetByAltText("filter").CountAsync());
        await page.Picture("training");

        // The bits of the same training here, with Fit, by whatever this machine computes with.
        byte[] weights = await page.Download();
        Assert.Equal(TrainHere(), weights);

        await page.GoTo("Pad");
        await page.Draw(Seven);
        await page.Page.GetByAltText("the gradient on the input").WaitForAsync();
        await Assertions.Expect(page.Figure("read")).ToHaveTextAsync("7");
        string[] layers = ["conv1", "relu1", "maxpool1", "conv2", "relu2", "maxpool2", "dense1", "relu3", "dense2", "relu4", "dense3"];
        foreach (string layer in layers) Assert.Equal(1, await page.Page.GetByAltText($"what {layer} makes").CountAsync());
        await page.Picture("pad");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "2", Exact = true }).ClickAsync();
        await page.WaitFor("Corrected");
        await Assertions.Expect(page.Figure("read")).ToHaveTextAsync("2");
        Assert.Contains("until it read a 2", await page.Page.Locator("#corrected").TextContentAsync(), StringComparison.Ordinal);
        await page.GoTo("Training");
        Assert.NotEqual(weights, await page.Download());

        // As it was.
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "lenet.safetensors", MimeType = "application/octet-stream", Buffer = weights });
        Assert.Contains(FormattableString.Invariant($"{accuracy:F2} %"), await page.WaitFor("Weights loaded"), StringComparison.Ordinal);
        Assert.Equal(weights, await page.Download());

        await page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "none", MimeType = "application/octet-stream", Buffer = [1, 2, 3] });
        await page.Page.Locator("#status.failed").WaitForAsync();
    }

    /// <summary>LeNet has learned above; the others train until there is a curve.</summary>
    [BrowserFact]
    public async Task EveryPresetTrainsAndIsStopped()
    {
        await using PlaygroundPage page = await site.Open();
        foreach (Preset preset in Presets.All.Skip(1).SkipLast(1))
        {
            await page.Start(preset.Name);
            await page.GoTo("Training");
            await page.Page.Locator("#train").ClickAsync();
            await page.Page.Locator(".curve").First.WaitForAsync();
            await page.Page.Locator("#stop").ClickAsync();
            output.WriteLine($"{preset.Name}: {await page.WaitFor("Stopped")} {await page.Figure("speed").TextContentAsync()} images a second");
            Assert.True(await page.Page.Locator("#train").IsEnabledAsync());
        }

        Assert.Equal(10, await page.Page.GetByAltText("its copy").CountAsync());
        await page.GoTo("Pad");
        await page.Draw(One);
        await page.Page.GetByAltText("the gradient on the input").WaitForAsync();
    }

    [BrowserFact]
    public async Task WhatCannotLearnDigitsSaysWhy()
    {
        await using PlaygroundPage page = await site.Open();
        await page.Write("using CnnGen; [Network(784, Batch = 32), Dense(10), MeanSquaredError] public sealed partial class Straight { }");
        await page.GoTo("Training");
        await page.Page.GetByLabel("Learning rate").FillAsync("10");
        await page.Page.Locator("#train").ClickAsync();
        await page.WaitFor("diverged");
        Assert.True(await page.Page.Locator("#train").IsEnabledAsync());

        await page.Write("using CnnGen; [Network(3), Dense(2), MeanSquaredError] public sealed partial class Small { }");
        await page.Page.Locator("#build").ClickAsync();
        Assert.Contains("A digit has 28×28 numbers; it takes 3.", await page.WaitFor("compiled in"), StringComparison.Ordinal);
    }

    /// <summary>A twin has no loss, so that this one cannot be looked into; its training goes on all the same, and is stopped as any other.</summary>
    [BrowserFact]
    public async Task ALookThatFailsDoesNotEndTheTraining()
    {
        await using PlaygroundPage page = await site.Open();
        await page.Write(Presets.All[1].Text.Replace(" { }", " { public float Own(int[] labels) => Loss(labels); }"));
        await page.GoTo("Training");
        await page.Page.GetByLabel("Epochs").FillAsync("100");
        await page.Page.GetByLabel("Epochs").BlurAsync();
        await page.Page.Locator("#train").ClickAsync();
        await page.Page.Locator(".curve").First.WaitForAsync();
        await page.GoTo("Pad");
        await page.Draw(One);
        await Assertions.Expect(page.Page.Locator(".reading p").First).ToContainTextAsync("Loss");
        Assert.True(await page.Page.Locator("#train").IsDisabledAsync());
        Assert.True(await page.Page.Locator("#build").IsDisabledAsync());
        await page.Page.Locator("#stop").ClickAsync();
        await page.WaitFor("Stopped");
        Assert.True(await page.Page.Locator("#train").IsEnabledAsync());
        Assert.True(await page.Page.Locator("#stop").IsDisabledAsync());
    }

    /// <summary>The first run of this one never ends.</summary>
    [BrowserFact]
    public async Task AWorkerThatNeverAnswersIsStartedAnew()
    {
        string text = Presets.All[1].Text.Replace(" { }", " { private readonly int stuck = Stick(); private static int Stick() { while (true) { } } }");
        await using PlaygroundPage page = await site.OpenAnother(prepare: window => window.Clock.InstallAsync());
        await page.Write(text);
        await page.Page.Locator("#train").ClickAsync();
        await page.WaitFor("Compiling");
        Assert.Equal(0, await page.Page.Locator("#silence").CountAsync());
        await page.Page.Clock.FastForwardAsync(31_000);
        await Assertions.Expect(page.Page.Locator("#silence")).ToContainTextAsync("has not answered for 30 seconds");
        Assert.True(await page.Page.Locator("#train").IsDisabledAsync());
        await page.Page.Locator("#anew").ClickAsync();
        Assert.Equal(0, await page.Page.Locator("#silence").CountAsync());
        Assert.Equal(text, await page.Editor.InputValueAsync());

        // The next one does what it is asked.
        await page.Start(Presets.All[1].Name);
        await page.Page.Locator("#build").ClickAsync();
        await page.WaitFor("DenseNet compiled in");
        await page.Page.CloseAsync();
    }

    private static byte[] TrainHere()
    {
        BuiltNetworks built = NetworkBuilder.Build(new Compiler().Compile(Presets.All[0].Text));
        Plan plan = new(Epochs);
        var network = (ITrainableNetwork<float>)built.Create(built.Types[0], plan.Seed);
        using var trainer = new Trainer<float>(network);
        trainer.Fit(new DigitLesson(ShippedDigits.Training, DigitTask.Of(network, out _)!), plan.Options);
        using var file = new MemoryStream();
        network.Save(file);
        return file.ToArray();
    }
}
