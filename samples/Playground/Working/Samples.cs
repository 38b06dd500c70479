using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen;
using Digits;
using Playground.Picturing;
using Playground.Training;

namespace Playground.Working;

/// <summary>Test digits that say something about a network.</summary>
internal static class Samples
{
    private const int Most = 12;

    /// <summary>Of the digits that it misreads, those of which it is surest.</summary>
    public static IReadOnlyList<MisreadNews> Misread(Session session)
    {
        if (session.Task.Reads is not { } reads) return [];
        DigitImages test = ShippedDigits.Test;
        List<(int Image, double[] Probabilities, int Read, int Label)> misread = [];
        int size = session.Network.OutputSize, batch = Math.Max(1, session.Network.Batch);
        var images = new float[batch * DigitTask.Pixels];
        var label = new int[1];
        for (int first = 0; first < test.Count; first += batch)
        {
            int count = Math.Min(batch, test.Count - first);
            for (int i = 0; i < count; i++) test.CopyTo(first + i, 0, images.AsSpan(i * DigitTask.Pixels, DigitTask.Pixels), [], label);
            ReadOnlySpan<float> outputs = session.Network.Forward(images.AsSpan(0, count * DigitTask.Pixels));
            for (int i = 0; i < count; i++)
            {
                // All samples of an output lie together.
                ReadOnlySpan<float> own = outputs.Slice((reads.First * count) + (i * reads.Count), reads.Count);
                int read = own.ArgMax(), right = test.Label(first + i);
                if (read != right) misread.Add((first + i, (reads with { First = 0 }).Probabilities(own), read, right));
            }
        }

        return
        [
            .. misread.OrderByDescending(one => one.Probabilities[one.Read])
                .Take(Most)
                .Select(one => new MisreadNews(DigitOf(one.Image), one.Read, one.Probabilities[one.Read], one.Label, one.Probabilities[one.Label])),
        ];
    }

    /// <summary>Where the network makes an image: a digit of each class, and what it makes of it.</summary>
    public static IReadOnlyList<CopyNews> Copied(Session session)
    {
        if (session.Task.ImageAt is not { } first) return [];
        DigitImages test = ShippedDigits.Test;
        List<CopyNews> copies = [];
        foreach (int digit in Enumerable.Range(0, DigitImages.Classes))
        {
            int image = Enumerable.Range(0, test.Count).First(number => test.Label(number) == digit);
            float[] made = session.Network.Forward(InkOf(image)).Slice(first, DigitTask.Pixels).ToArray();
            copies.Add(new CopyNews(DigitOf(image), Numbers.OfInk(made, DigitImages.Side)));
        }

        return copies;
    }

    private static Picture DigitOf(int image) => Numbers.OfInk(InkOf(image), DigitImages.Side);

    private static float[] InkOf(int image)
    {
        var ink = new float[DigitTask.Pixels];
        ShippedDigits.Test.CopyTo(image, 0, ink, [], new int[1]);
        return ink;
    }
}
