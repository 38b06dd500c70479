using System.Diagnostics;

namespace Digits;

/// <summary>How an epoch is going: running means over the images seen so far.</summary>
internal sealed class EpochStatistics
{
    private double lossSum;
    private int correct;
    private long ticks;

    /// <summary>The current epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    public int Images { get; private set; }

    public double Loss => lossSum / Images;

    public double Accuracy => (double)correct / Images;

    public double ImagesPerSecond => Images / Stopwatch.GetElapsedTime(0, ticks).TotalSeconds;

    public void BeginEpoch()
    {
        Epoch++;
        Images = correct = 0;
        lossSum = ticks = 0;
    }

    public void AddStep(int images, int correctImages, double meanLoss, long stopwatchTicks)
    {
        Images += images;
        correct += correctImages;
        lossSum += meanLoss * images;
        ticks += stopwatchTicks;
    }
}
