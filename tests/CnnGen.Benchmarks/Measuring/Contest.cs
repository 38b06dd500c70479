using System;
using System.Collections.Generic;
using CnnGen.Benchmarks.Peers;
using CnnGen.Benchmarks.Peers.OnnxRuntime;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>A compiled network and its peers, with the same weights and the same input.</summary>
internal sealed class Contest : IDisposable
{
    private readonly NetworkDescription description;
    private readonly CompiledNetwork compiled;
    private readonly OrtSession? onnxRuntime;
    private readonly Candidate compiledTime;
    private readonly Candidate? naiveTime, onnxRuntimeTime;
    private readonly string checkedBy;

    /// <summary>Loads the network into each peer and compares what they say.</summary>
    public Contest(Subject subject, string dataDirectory, OrtApi? api, bool timeNaive)
    {
        Name = subject.Name;
        var prepared = new PreparedSubject(subject, dataDirectory);
        description = prepared.Network.Description;
        compiled = new CompiledNetwork(prepared.Network, prepared.Input);
        var naive = new NaiveTwin(prepared.Operations, prepared.Input);
        onnxRuntime = api is null ? null : new OrtSession(api, description, prepared.Operations, prepared.Input);
        checkedBy = Compare(naive, prepared.Sample);

        compiledTime = new Candidate(compiled.Repeat);
        naiveTime = timeNaive ? new Candidate(naive.Repeat) : null;
        onnxRuntimeTime = onnxRuntime is null ? null : new Candidate(onnxRuntime.Repeat);
    }

    public string Name { get; }

    private IEnumerable<Candidate> Candidates
    {
        get
        {
            yield return compiledTime;
            if (naiveTime is not null) yield return naiveTime;
            if (onnxRuntimeTime is not null) yield return onnxRuntimeTime;
        }
    }

    public void WarmUp()
    {
        foreach (Candidate candidate in Candidates) candidate.WarmUp();
    }

    /// <summary>A round of each candidate in turn, so that all meet the same machine.</summary>
    public void Measure()
    {
        foreach (Candidate candidate in Candidates) candidate.Measure();
    }

    public ContestResult Result(double peakGflops, FreshProcess? fresh) => new()
    {
        Network = Name,
        Macs = description.Macs,
        Nanoseconds = compiledTime.Nanoseconds,
        PeakGflops = peakGflops,
        NaiveNanoseconds = naiveTime?.Nanoseconds,
        OnnxRuntimeNanoseconds = onnxRuntimeTime?.Nanoseconds,
        BytesInCall = AllocatedInCall(),
        Fresh = fresh,
        CheckedBy = checkedBy,
    };

    public void Dispose() => onnxRuntime?.Dispose();

    private string Compare(NaiveTwin naive, ReferenceSample? sample)
    {
        float[] output = compiled.Run();
        naive.Repeat(1);
        Agreement.Check(Name, output, "the naive twin", naive.Output);
        string by = "naive";

        if (onnxRuntime is not null)
        {
            onnxRuntime.Repeat(1);
            Agreement.Check(Name, output, "ONNX Runtime", onnxRuntime.Output);
            by += ", ORT";
        }

        if (sample is null) return by;
        Agreement.Check(Name, output, "PyTorch", sample.Output);
        return by + ", PyTorch";
    }

    private double AllocatedInCall()
    {
        const int Calls = 10;
        compiled.Repeat(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        compiled.Repeat(Calls);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }
}
