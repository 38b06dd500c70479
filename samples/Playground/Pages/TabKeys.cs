using System;
using System.Linq;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace Playground.Pages;

/// <summary>The keys that move among tabs. Some of them also scroll the page, which a handler of Blazor's could forbid for all keys or for none.</summary>
[SupportedOSPlatform("browser")]
internal static partial class TabKeys
{
    /// <summary>The id of the list of tabs.</summary>
    public const string Element = "tabs";

    private static readonly string[] Modifiers = ["altKey", "ctrlKey", "metaKey", "shiftKey"];

    /// <summary>Hears each key that is pressed in the list.</summary>
    /// <param name="takes">Whether it does something with the key, which then does nothing else.</param>
    public static void Listen(Func<string, bool> takes) => Add("keydown", press =>
    {
        using (press)
        {
            if (!Modifiers.Any(press.GetPropertyAsBoolean) && takes(press.GetPropertyAsString("key")!)) Forbid(press);
        }
    });

    [JSImport("globalThis.tabs.addEventListener")]
    private static partial void Add(string type, [JSMarshalAs<JSType.Function<JSType.Object>>] Action<JSObject> handle);

    [JSImport("globalThis.Event.prototype.preventDefault.call")]
    private static partial void Forbid(JSObject press);
}
