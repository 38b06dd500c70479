using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Peers.PyTorch;

/// <summary>The same network in PyTorch: eager mode, torch.optim.SGD.</summary>
internal sealed class TorchTrainer : ITrainer
{
    private readonly TorchProcess process;
    private readonly string key;

    public TorchTrainer(TorchProcess process, string network, int batch, float[] initialParameters)
    {
        this.process = process;
        Batch = batch;
        key = $"{network}-{batch}";
        process.Ask($"network {key} {network} {initialParameters.Length}", initialParameters);
    }

    public int Batch { get; }

    public double Train(Samples samples, int first, int steps, float rate)
    {
        process.Send(samples);
        return process.Ask($"train {key} {samples.Name} {Batch} {first} {steps} {rate}")[0];
    }

    public Verdict Evaluate(Samples samples, int first, int batches)
    {
        process.Send(samples);
        double[] answer = process.Ask($"evaluate {key} {samples.Name} {Batch} {first} {batches}");
        return new Verdict(answer[0], answer[1]);
    }

    /// <summary>How far other parameters are from PyTorch's, by how far PyTorch's are from the initial ones.</summary>
    public double Distance(float[] parameters) => process.Ask($"distance {key} {parameters.Length}", parameters)[0];
}
