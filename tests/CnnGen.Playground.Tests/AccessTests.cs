using System.Threading.Tasks;
using CnnGen.Playground.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace CnnGen.Playground.Tests;

/// <summary>The page on a narrow screen, in the dark, and with the keyboard alone.</summary>
[Collection(PageCollection.Name)]
public sealed class AccessTests(PublishedPage site)
{
    private static readonly string[] Tabs = ["Layers", "Picture", "Code", "Training", "Pad"];

    [BrowserFact]
    public async Task ANarrowScreenShowsAllOfIt()
    {
        await using PlaygroundPage page = await site.Open(400, 800, scheme: ColorScheme.Dark);
        foreach (string preset in new[] { "LeNet", "Autoencoder", "Mistake" })
        {
            await page.Start(preset);
            foreach (string tab in Tabs)
            {
                await page.GoTo(tab);
                Assert.Equal(0, await page.Overhang());
            }
        }
    }

    [BrowserFact]
    public async Task TheKeyboardAloneWillDo()
    {
        await using PlaygroundPage page = await site.Open();
        IKeyboard keyboard = page.Page.Keyboard;
        await Reach("button", "Dense");
        await keyboard.PressAsync("Enter");
        await Reach("textarea", "");
        await keyboard.PressAsync("Control+Home");
        await keyboard.TypeAsync("// by keys\n");
        await page.Page.Locator("#findings[aria-busy=false] .sound").WaitForAsync();
        await Reach("button", "Compile");
        await keyboard.PressAsync("Enter");
        await page.WaitFor("DenseNet compiled");

        // Of the tabs one is reached, and the arrows lead to the others.
        await Reach("button", "Layers");
        (string, string)[] moves = [("ArrowRight", "Picture"), ("End", "Pad"), ("ArrowRight", "Layers"), ("ArrowLeft", "Pad"), ("Home", "Layers"), ("End", "Pad")];
        foreach ((string key, string tab) in moves)
        {
            await keyboard.PressAsync(key);
            await Assertions.Expect(page.Page.Locator($"#tab-{tab}[aria-selected=true]")).ToBeFocusedAsync();
            Assert.Equal(1, await page.Page.Locator("[role=tab][aria-selected=true]").CountAsync());
            Assert.Equal(1, await page.Page.Locator("[role=tab][tabindex='0']").CountAsync());
        }

        await Reach("input", "");
        await keyboard.PressAsync(" ");
        for (int i = 0; i < 5; i++) await keyboard.PressAsync("ArrowDown");
        await page.Page.GetByAltText("the gradient on the input").WaitForAsync();
        Assert.True(await page.Page.Locator(".pad .stroke").CountAsync() > 10);
        await keyboard.PressAsync("Delete");
        Assert.Equal(0, await page.Page.Locator(".pad .stroke").CountAsync());

        // Every place that the keys come to can be seen: it has a ring, or the editor's frame.
        async Task Reach(string element, string text)
        {
            for (int i = 0; i < 60; i++)
            {
                await keyboard.PressAsync("Tab");
                string[] now = await page.Page.EvaluateAsync<string[]>(
                    "[document.activeElement.localName, document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]");
                if (now[0] is not "textarea" and not "input" and not "body") Assert.NotEqual("none", now[2]);
                if (now[0] == element && (text.Length == 0 || now[1] == text)) return;
            }

            Assert.Fail($"The keys do not lead to {element} {text}.");
        }
    }
}
