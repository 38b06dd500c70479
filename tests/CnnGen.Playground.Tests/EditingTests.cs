using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using CnnGen.Playground.Tests.Hosting;
using Microsoft.Playwright;
using Playground.Editing;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Playground.Tests;

/// <summary>What one sees while one types.</summary>
[Collection(PageCollection.Name)]
public sealed class EditingTests(PublishedPage site, ITestOutputHelper output)
{
    private const string Sound = "No errors, no warnings.";

    [BrowserFact]
    public async Task AFaultIsUnderlinedWithItsPageAndMended()
    {
        await using PlaygroundPage page = await site.Open();
        Assert.Equal(Sound, (await page.Findings.TextContentAsync())!.Trim());
        await page.Start("Mistake");
        Assert.Equal("5", await page.Waves.TextContentAsync());
        ILocator link = page.Findings.Locator("a");
        Assert.Equal("CNN0301", await link.TextContentAsync());
        Assert.EndsWith("docs/diagnostics/CNN0301.md", await link.GetAttributeAsync("href"), StringComparison.Ordinal);
        Assert.Contains("the smallest Padding that fits is 1", await page.Findings.TextContentAsync(), StringComparison.Ordinal);
        Assert.True(await page.Page.Locator("#train").IsDisabledAsync());
        await page.Picture("mistake");

        await page.Findings.GetByRole(AriaRole.Button).ClickAsync();   // selects the 5
        await page.Page.Keyboard.TypeAsync("5, Padding = 1");
        await page.Page.GetByText(Sound).WaitForAsync();
        Assert.Equal(0, await page.Waves.CountAsync());
        await page.Page.GetByRole(AriaRole.Rowheader, new() { Name = "conv2 Conv" }).WaitForAsync();

        await page.Write(Presets.All[0].Text.Replace("Dense(84)", "Dense(x)"));
        Assert.Equal("x", await page.Waves.TextContentAsync());
        Assert.Contains("CS0103", await page.Page.Locator("#findings").TextContentAsync(), StringComparison.Ordinal);

        // What is emitted is no fault of who uses it, and what uses it wrongly is.
        const string use = " { public float[] Read(float[] image) => Forward(image).ToArray(); }";
        await page.Write(Presets.All[0].Text.Replace(" { }", use));
        Assert.Equal(Sound, (await page.Findings.TextContentAsync())!.Trim());
        await page.Write(Presets.All[0].Text.Replace(" { }", use.Replace("float[] image", "float[] label")));
        Assert.Equal("image", await page.Waves.TextContentAsync());
    }

    /// <summary>What is shown is judged; how soon is measured and told: another machine, and what else runs on it, make other times.</summary>
    [BrowserFact]
    public async Task TimesFromAKeyToWhatTheCompilerSays()
    {
        const string fault = "document.querySelector('.editor pre .error')", sound = $"!{fault} && document.querySelector('#findings[aria-busy=false] .sound')";
        await using PlaygroundPage page = await site.Open();
        List<double> syntax = [], values = [], mended = [], changed = [];
        await page.Click("Dense(84)", "Dense(".Length);
        for (int i = 0; i < 7; i++)
        {
            values.Add(await Time("-", fault));
            Assert.Equal(["-", "84"], await page.Waves.AllTextContentsAsync());
            Assert.StartsWith("CNN0201", await page.Findings.Locator("a").TextContentAsync(), StringComparison.Ordinal);
            mended.Add(await Time("Backspace", sound));
            Assert.Equal(Sound, (await page.Findings.TextContentAsync())!.Trim());
            changed.Add(await Time("1", $"{sound} && document.querySelector('.layers tr:nth-child(10)').textContent.includes('184')"));
            await Time("Backspace", sound);
            syntax.Add(await Time("/", fault));
            Assert.Contains("CS1525", await page.Page.Locator("#findings").TextContentAsync(), StringComparison.Ordinal);
            await Time("Backspace", sound);
        }

        output.WriteLine("milliseconds from the key to the frame that shows it, the median and the first:");
        Tell("a number that does not fit", values);
        Tell("an error of syntax", syntax);
        Tell("the fault mended", mended);
        Tell("another size, in the table too", changed);

        // From the key's event in the page to the frame that shows the change. The page has to listen before the key comes.
        async Task<double> Time(string key, string condition)
        {
            await page.Page.EvaluateAsync($$"""
                () => {
                  window.shown = new Promise(done => document.querySelector('textarea').addEventListener('input', () => {
                    const start = performance.now();
                    const look = () => ({{condition}}) ? done(performance.now() - start) : requestAnimationFrame(look);
                    setTimeout(look);
                  }, { once: true }));
                }
                """);
            await page.Page.Keyboard.PressAsync(key);
            return await page.Page.EvaluateAsync<double>("() => window.shown");
        }

        void Tell(string what, List<double> times) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {times.Order().ElementAt(times.Count / 2):F0} ({times[0]:F0}) {what}"));
    }

    [BrowserFact]
    public async Task TheAddressHoldsTheDeclaration()
    {
        await using PlaygroundPage page = await site.Open();
        string text = Presets.All[0].Text.Replace("Dense(84)", "Dense(48)");
        await page.Write(text);
        await page.Page.WaitForFunctionAsync("link => location.href.endsWith(link)", Link.Of(text));
        await page.Page.ReloadAsync();
        await page.Page.Locator("#findings .sound").WaitForAsync();
        Assert.Equal(text, await page.Editor.InputValueAsync());
    }

    [BrowserFact]
    public async Task TheCodeOfTheLayerUnderTheCaretComesFirst_AndThePictureHasJoinsAndHeads()
    {
        await using PlaygroundPage page = await site.Open();
        await page.GoTo("Code");
        await page.Click("Conv(16");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        string steps = (await page.Page.Locator(".methods").TextContentAsync())!;
        Assert.Contains("private void Conv2Forward(", steps, StringComparison.Ordinal);
        Assert.DoesNotContain("Conv1Forward", steps, StringComparison.Ordinal);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "LeNet-128.g.cs" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Heading, new() { Name = "conv2 in LeNet-128.g.cs" }).WaitForAsync();
        string kernel = (await page.Page.Locator(".methods").TextContentAsync())!;
        Assert.Contains("void Conv2Forward(", kernel, StringComparison.Ordinal);
        await page.Picture("code");

        await page.Start("Residual");
        await page.GoTo("Picture");
        Assert.Equal(2, await page.Page.Locator(".network .around").CountAsync());
        Assert.Equal(["+", "‖"], await page.Page.Locator(".network .sign").AllTextContentsAsync());
        await page.Picture("picture");
        await page.Start("Autoencoder");
        await page.Page.GetByText("→ image: MeanSquaredError").WaitForAsync();
        Assert.Equal(1, await page.Page.GetByText("→ digit: SoftmaxCrossEntropy").CountAsync());
    }
}
