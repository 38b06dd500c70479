using System;
using System.Linq;
using System.Text;
using CnnGen;

namespace Keyboards;

/// <summary>Somebody with a keyboard, made up: uses the words of the language, and has a few favourites. What is typed stays here.</summary>
internal sealed class Typist
{
    private const int Favourites = 5, KeysTyped = 200, KeysHeldOut = 400, Epochs = 2;
    private const float LearningRate = 0.1f;

    private static readonly string[] Language = (
        "the of and a to in is you that it he was for on are as with his they at be this have from or one had by words but not what " +
        "all were we when your can said there use an each which she do how their if will up other about out many then them these so " +
        "some her would make like him into time has look two more write go see number no way could people my than first water been " +
        "call who oil its now find long down day did get come made may part").Split(' ');

    private readonly ulong seed;
    private readonly string typed, heldOut;

    /// <param name="seed">Who it is.</param>
    public Typist(int seed)
    {
        this.seed = (ulong)seed;
        var dice = new Dice(this.seed);
        string[] words = [.. Language.OrderBy(_ => dice.Next()).Take(Favourites), .. Language];
        typed = Text(words, dice, KeysTyped);
        heldOut = Text(words, dice, KeysHeldOut);
    }

    /// <summary>On how many samples <see cref="Train"/> trains.</summary>
    public int Samples => Keys.Samples(typed);

    /// <summary>Trains a network on what was typed. The same round's network gives the same numbers again, after a restart too.</summary>
    public void Train(KeyNet network, long round)
    {
        network.SetOptimizerState(new float[KeyNet.OptimizerStateCount], stepCount: 0);   // of the rounds before nothing is left but the numbers
        var dice = new Dice((seed << 32) + (ulong)round);
        int[] order = Enumerable.Range(0, Samples).ToArray();
        float[] inputs = new float[KeyNet.Batch * KeyNet.InputSize];
        int[] labels = new int[KeyNet.Batch];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            order = order.OrderBy(_ => dice.Next()).ToArray();
            for (int first = 0; first < order.Length; first += KeyNet.Batch)
            {
                int count = Math.Min(KeyNet.Batch, order.Length - first);
                for (int i = 0; i < count; i++) labels[i] = Keys.Sample(typed, order[first + i], inputs.AsSpan(i * KeyNet.InputSize, KeyNet.InputSize));
                network.Forward(inputs.AsSpan(0, count * KeyNet.InputSize));
                network.Loss(labels.AsSpan(0, count));
                network.Backward();
                network.Step(LearningRate);
            }
        }
    }

    /// <summary>Which part of the keys a network guesses, of a text that it was not trained on.</summary>
    public double Accuracy(KeyNet network)
    {
        float[] input = new float[KeyNet.InputSize];
        int right = 0, samples = Keys.Samples(heldOut);
        for (int i = 0; i < samples; i++)
        {
            int key = Keys.Sample(heldOut, i, input);
            if (network.Forward(input).ArgMax() == key) right++;
        }

        return right / (double)samples;
    }

    /// <summary>The k-th word is as likely as the first, k times less.</summary>
    private static string Text(string[] words, Dice dice, int length)
    {
        double[] sums = new double[words.Length];
        for (int i = 0; i < sums.Length; i++) sums[i] = (i > 0 ? sums[i - 1] : 0) + (1.0 / (i + 1));
        var text = new StringBuilder();
        while (text.Length < length)
        {
            double point = (dice.Next() >> 11) * (sums[^1] / (1L << 53));
            text.Append(words[Array.FindIndex(sums, sum => point < sum)]).Append(' ');
        }

        return text.ToString(0, length);
    }

    /// <summary>G. Steele, D. Lea and C. Flood's SplitMix64.</summary>
    private sealed class Dice(ulong state)
    {
        public ulong Next()
        {
            unchecked
            {
                ulong z = state += 0x9E3779B97F4A7C15;
                z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                return z ^ (z >> 31);
            }
        }
    }
}
