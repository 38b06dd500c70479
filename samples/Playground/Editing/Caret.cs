using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace Playground.Editing;

/// <summary>The editor's caret, which events do not tell of.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Caret
{
    /// <summary>The text area's id.</summary>
    public const string Element = "declaration";

    /// <summary>Where it is.</summary>
    public static int Place
    {
        get
        {
            using JSObject? area = Find(Element);
            return area?.GetPropertyAsInt32("selectionEnd") ?? 0;
        }
    }

    /// <summary>Selects a piece of the text, and goes there.</summary>
    public static void Select(int start, int length)
    {
        using JSObject? area = Find(Element);
        if (area == null) return;
        Focus();
        area.SetProperty("selectionStart", start);
        area.SetProperty("selectionEnd", start + length);
    }

    [JSImport("globalThis.document.getElementById")]
    private static partial JSObject? Find(string id);

    [JSImport("globalThis.declaration.focus")]
    private static partial void Focus();
}
