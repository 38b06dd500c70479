using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking.Hints;

/// <summary>Input shapes that look like another one.</summary>
internal static class NetworkHints
{
    // The sides of the smallest pictures there are, and more channels than a picture has.
    private const int SmallPicture = 8;

    public static void Add(AnnotationReader reader)
    {
        int channels = reader.Int("channels"), height = reader.Int("height"), width = reader.Int("width"), length = reader.Int("length");

        // As many channels as positions is rare in a signal, and every square image.
        if (reader.Has("length") && channels == length && length > 1)
        {
            reader.Report(Rules.LooksTwoDimensional, null, Text.Number(channels), Text.Number(length));
        }

        // A picture of three or four columns is none; one of a single column may be a signal, unless it is square the other way round.
        bool isPicture = channels >= SmallPicture && height >= SmallPicture;
        if (isPicture && (width is 3 or 4 || (width == 1 && channels == height)))
        {
            reader.Report(Rules.LooksChannelsLast, null, Text.Number(channels), Text.Number(height), Text.Number(width));
        }
    }
}
