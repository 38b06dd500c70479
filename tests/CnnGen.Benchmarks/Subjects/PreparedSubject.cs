using CnnGen.Benchmarks.Operations;

namespace CnnGen.Benchmarks.Subjects;

/// <summary>A network ready to run: with PyTorch's weights and input where there are any, else with those of the seed.</summary>
internal sealed class PreparedSubject
{
    public PreparedSubject(Subject subject, string dataDirectory)
    {
        Network = subject.Create(Subject.Seed);
        Sample = ReferenceSample.Find(dataDirectory, Network, subject.Name);
        if (Sample is not null) Network.SetParameters(Sample.Weights);
        Input = Sample?.Input ?? Subject.Input(Network.InputSize);
        Operations = OperationReader.Read(Network);
    }

    public INetwork<float> Network { get; }

    public ReferenceSample? Sample { get; }

    public float[] Input { get; }

    /// <summary>The network's layers, as its peers need them.</summary>
    public Operation[] Operations { get; }
}
