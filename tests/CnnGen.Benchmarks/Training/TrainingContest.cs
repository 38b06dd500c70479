using System;
using System.Globalization;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Peers.PyTorch;

namespace CnnGen.Benchmarks.Training;

/// <summary>A compiled network and PyTorch's, trained from the same weights with the same samples.</summary>
internal sealed class TrainingContest
{
    // Few and short steps. Where two numbers of a window are almost equal, rounding decides which one gets the gradient, and what then
    // differs a little grows more than tenfold in four steps of 0.01; PyTorch in float and in double part in the same way.
    private const int CheckedSteps = 4;
    private const float CheckedRate = 1e-3f;
    private const double LossTolerance = 1e-3, DistanceTolerance = 1e-2;

    private readonly string name;
    private readonly ITrainableNetwork<float> network;
    private readonly CompiledTrainer compiled;
    private readonly TimedTrainer compiledTime;
    private readonly TimedTrainer? torchTime;
    private readonly Samples samples;
    private readonly Verdict verdict;
    private readonly Verdict? torchVerdict;
    private readonly double? distance;

    /// <summary>Makes the same few steps on both sides and compares where they lead.</summary>
    public TrainingContest(string name, ITrainableNetwork<float> network, Samples samples, TorchProcess? process)
    {
        this.name = name;
        this.network = network;
        this.samples = samples;
        compiled = new CompiledTrainer(network);
        compiledTime = new TimedTrainer(compiled, samples);
        verdict = Check(compiled, samples);
        if (process is null) return;

        var torch = new TorchTrainer(process, name, network.Batch, compiled.InitialParameters);
        torchTime = new TimedTrainer(torch, samples);
        torchVerdict = Check(torch, samples);
        distance = torch.Distance(compiled.Parameters());
        CompareWithTorch();
    }

    public void WarmUp()
    {
        compiledTime.WarmUp();
        torchTime?.WarmUp();
    }

    /// <summary>A burst of each side in turn, so that both meet the same machine.</summary>
    public void Measure()
    {
        compiledTime.Measure();
        torchTime?.Measure();
    }

    public TrainingResult Result(double peakGflops) => new()
    {
        Network = name,
        Batch = network.Batch,
        Macs = network.Description.Macs,
        Nanoseconds = compiledTime.Median,
        PeakGflops = peakGflops,
        TorchNanoseconds = torchTime?.Median,
        TimesTorch = torchTime is null ? null : torchTime.Nanoseconds.Zip(compiledTime.Nanoseconds).Median(round => round.First / round.Second),
        BytesInStep = AllocatedInStep(),
        InstanceBytes = network.Description.InstanceBytes,
        SharedBytes = network.Description.SharedBytes,
        Loss = verdict.Loss,
        TorchLoss = torchVerdict?.Loss,
        Distance = distance,
    };

    private void CompareWithTorch()
    {
        // Turned round, so that a NaN disagrees.
        double expected = torchVerdict!.Value.Loss;
        if (Math.Abs(verdict.Loss - expected) <= LossTolerance * expected && distance <= DistanceTolerance) return;
        throw new FailureException(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, batch {network.Batch}, {CheckedSteps} steps: the loss is {verdict.Loss:G6}, PyTorch says {expected:G6}; {distance:P3} of PyTorch's way from its parameters"));
    }

    private static Verdict Check(ITrainer trainer, Samples samples)
    {
        trainer.Train(samples, 0, CheckedSteps, CheckedRate);
        return trainer.Evaluate(samples, 0, CheckedSteps);
    }

    private double AllocatedInStep()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        compiled.Train(samples, 0, CheckedSteps, CheckedRate);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)CheckedSteps;
    }
}
