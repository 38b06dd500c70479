using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Playground.Working;

/// <summary>The worker's side of the door: worker.js hands messages in and out.</summary>
[SupportedOSPlatform("browser")]
internal static partial class WorkerDoor
{
    private static readonly Workshop Workshop = new(news => Post(JsonSerializer.Serialize(news, MessageText.Default.News)));

    [JSExport]
    internal static void Open() => Post(JsonSerializer.Serialize(new ReadyNews(), MessageText.Default.News));

    [JSExport]
    internal static void Receive(string message) => _ = Workshop.Do(JsonSerializer.Deserialize(message, MessageText.Default.Order)!);

    [JSImport("post", "worker")]
    private static partial void Post(string message);
}
