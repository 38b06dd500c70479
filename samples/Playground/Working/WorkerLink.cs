using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Playground.Working;

/// <summary>The page's side: starts the worker, asks, and hears.</summary>
[SupportedOSPlatform("browser")]
internal sealed partial class WorkerLink
{
    /// <summary>How long the worker may say nothing while it is asked something. It may still be busy: large networks take their time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Order> open = [];
    private readonly Timer silence;
    private JSObject? worker;
    private bool isReady;
    private int asked;

    public WorkerLink() => silence = new Timer(_ => Told?.Invoke(new SilentNews()));

    /// <summary>What the worker tells.</summary>
    public event Action<News>? Told;

    /// <summary>What was asked and is not done.</summary>
    public IReadOnlyList<Order> Open => open;

    /// <summary>Starts the worker, a second .NET.</summary>
    public async Task Start()
    {
        await JSHost.ImportAsync("worker", "../worker.js");
        worker = Start(Receive);
    }

    /// <summary>Ends the worker, whatever it does, and starts another, which has been asked nothing.</summary>
    public void StartAnew()
    {
        End(worker!);
        worker!.Dispose();
        open.Clear();
        isReady = false;
        Listen();
        worker = Start(Receive);
    }

    /// <summary>Asks; until the worker is there, the question waits.</summary>
    public void Ask(Order order)
    {
        order = order with { Number = ++asked };
        open.Add(order);
        if (open.Count == 1) Listen();
        if (isReady) Send(order);
    }

    private void Receive(string message)
    {
        News news = JsonSerializer.Deserialize(message, MessageText.Default.News)!;
        if (news is ReadyNews)
        {
            isReady = true;
            foreach (Order order in open.ToList()) Send(order);
        }
        else if (news is DoneNews done)
        {
            open.RemoveAll(order => order.Number == done.Number);
        }

        Listen();
        Told?.Invoke(news);
    }

    // From now on it may be silent for so long.
    private void Listen() => silence.Change(open.Count > 0 ? Patience : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void Send(Order order) => Send(worker!, JsonSerializer.Serialize(order, MessageText.Default.Order));

    [JSImport("start", "worker")]
    private static partial JSObject Start([JSMarshalAs<JSType.Function<JSType.String>>] Action<string> receive);

    [JSImport("send", "worker")]
    private static partial void Send(JSObject worker, string message);

    [JSImport("end", "worker")]
    private static partial void End(JSObject worker);
}
