using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Digits;

namespace Playground.Training;

/// <summary>The digits of samples/Digits, which this assembly carries as the files that they are.</summary>
internal static class ShippedDigits
{
    private const string Ending = "-ubyte.gz";

    private static readonly Lazy<string> Folder = new(Unpack);

    public static DigitImages Training { get; } = DigitImages.Load(Folder.Value, "train");

    public static DigitImages Test { get; } = DigitImages.Load(Folder.Value, "t10k");

    /// <summary>Where files can be read: in a browser that is memory.</summary>
    private static string Unpack()
    {
        string folder = Directory.CreateTempSubdirectory("digits-").FullName;
        Assembly own = typeof(ShippedDigits).Assembly;
        foreach (string name in own.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)))
        {
            using Stream source = own.GetManifestResourceStream(name)!;
            using FileStream target = File.Create(Path.Combine(folder, name));
            source.CopyTo(target);
        }

        return folder;
    }
}
