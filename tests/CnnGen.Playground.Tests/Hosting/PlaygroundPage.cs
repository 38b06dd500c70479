using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>The page in a window, and what one does there.</summary>
internal sealed class PlaygroundPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> errors = [];

    public PlaygroundPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            Console.WriteLine(message.Text);
            if (message.Type == "error") errors.Enqueue(message.Text);
        };
        page.PageError += (_, message) => errors.Enqueue(message);
    }

    public IPage Page { get; }

    public async Task Open(string address)
    {
        await Page.GotoAsync(address);
        await Page.Locator("h1").WaitForAsync();
    }

    /// <summary>Nothing went wrong that the page did not expect.</summary>
    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(errors);
    }
}
