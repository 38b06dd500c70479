using System;
using System.Collections.Generic;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Threading.Tasks;

namespace Playground.Working;

/// <summary>The page's side: starts the worker, asks, and hears.</summary>
[SupportedOSPlatform("browser")]
internal sealed partial class WorkerLink
{
    private readonly Queue<Order> waiting = [];
    private JSObject? worker;
    private bool isReady;

    /// <summary>What the worker tells.</summary>
    public event Action<News>? Told;

    /// <summary>Starts the worker, a second .NET.</summary>
    public async Task Start()
    {
        await JSHost.ImportAsync("worker", "../worker.js");
        worker = Start(Receive);
    }

    /// <summary>Asks; until the worker is there, the question waits.</summary>
    public void Ask(Order order)
    {
        if (isReady) Send(worker!, JsonSerializer.Serialize(order, MessageText.Default.Order));
        else waiting.Enqueue(order);
    }

    private void Receive(string message)
    {
        News news = JsonSerializer.Deserialize(message, MessageText.Default.News)!;
        if (news is ReadyNews)
        {
            isReady = true;
            while (waiting.TryDequeue(out Order? order)) Ask(order);
        }

        Told?.Invoke(news);
    }

    [JSImport("start", "worker")]
    private static partial JSObject Start([JSMarshalAs<JSType.Function<JSType.String>>] Action<string> receive);

    [JSImport("send", "worker")]
    private static partial void Send(JSObject worker, string message);
}
