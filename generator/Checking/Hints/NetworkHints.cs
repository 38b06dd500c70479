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
            var remedy = new Remedy(
                "Write one channel",
                new Edit(EditKind.Before, reader.At("channels"), "channels: 1"),
                new Edit(EditKind.Rename, reader.At("channels"), "height: "),
                new Edit(EditKind.Rename, reader.At("length"), "width: "));
            reader.Report(Rules.LooksTwoDimensional, null, remedy, Text.Number(channels), Text.Number(length));
        }

        // A picture of three or four columns is none; one of a single column may be a signal, unless it is square the other way round.
        bool isPicture = channels >= SmallPicture && height >= SmallPicture;
        if (isPicture && (width is 3 or 4 || (width == 1 && channels == height)))
        {
            var remedy = new Remedy(
                "Put the channels first",
                new Edit(EditKind.Value, reader.At("channels"), Source: reader.At("width")),
                new Edit(EditKind.Value, reader.At("height"), Source: reader.At("channels")),
                new Edit(EditKind.Value, reader.At("width"), Source: reader.At("height")));
            reader.Report(Rules.LooksChannelsLast, null, remedy, Text.Number(channels), Text.Number(height), Text.Number(width));
        }
    }
}
