using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using CnnGen.Generator.Tests.ReferenceCases;
using CnnGen.Onnx.Exporting.Operators;
using CnnGen.Onnx.Tests.Harness;
using Microsoft.ML.OnnxRuntime;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Onnx.Tests.Export;

/// <summary>
/// Networks that are saved as models and imported again: they agree with ONNX Runtime on the way, and come back as the same declaration, which computes the
/// same bits. All reference cases, at PyTorch's numbers, and the networks of these tests.
/// </summary>
public sealed class RoundTripTests
{
    private const int Least = 150;

    // Of the reference cases every so many: all of them take a minute. Those that are excused stand here all.
    private const int Step = 2;

    // Which cannot come back, by the reason why.
    private static readonly Dictionary<string, string> Excused = new(StringComparer.Ordinal)
    {
        ["what does nothing, such as Pad(0), Slice of all, or Flatten of a list, leaves no node"] =
            "CaseEnds000 CaseEnds003 CaseEnds012 CaseEnds025 CaseRearranged002 CaseRearranged005 CaseRearranged006 "
            + "CaseRearranged009 CaseRearranged010 CaseRearranged011 CaseRearranged012 CaseRearranged013 CaseRearranged014 "
            + "CaseRearranged015 CaseRearranged017 CaseRearranged018 CaseRearranged020 CaseRearranged021 CaseRearranged023 "
            + "CaseRearranged025 CaseRearranged026 CaseRearranged027 DenseLayers",
        ["Dropout is left out of models"] =
            "CaseModes003 CaseModes005 CaseModes007 CaseModes010 CaseModes013 CaseModes019 CaseModes021 CaseModes024 "
            + "CaseModes027 CaseModes033 CaseModes035 CaseModes038 CaseModes041 Norms Trained",
        ["a Tap that nobody reads leaves no node"] =
            "CaseEnds001 CaseEnds002 CaseEnds005 CaseEnds009 CaseEnds010 CaseEnds011 CaseEnds014 CaseEnds015 CaseEnds016 "
            + "CaseEnds017 CaseEnds018 CaseEnds026 CaseJoins006 CaseJoins020 CaseJoins036 CaseJoins052",
        ["an output is declared where its tensor is made, and not later"] = "CaseEnds004 CaseEnds024 CaseEnds027",
        ["ONNX Runtime takes no output padding as large as the stride"] = "CaseTransposed007 CaseTransposed012 CaseTransposed018 CaseTransposed025",
    };

    [Fact]
    public void Networks_ComeBackAsTheyWere()
    {
        List<Trip> trips = [.. Cases(), .. OwnNetworks()];
        Assembly imported = Compilation.Of(trips.Where(trip => trip.Import()).Select(trip => trip.Source));
        foreach (Trip trip in trips.Where(trip => trip.Problem is null)) trip.Return(imported);

        HashSet<string> excused = Excused.Values.SelectMany(names => names.Split(' ')).ToHashSet(StringComparer.Ordinal);
        Trip[] failed = trips.Where(trip => trip.Problem is not null && !excused.Contains(trip.Name)).ToArray();
        if (failed.Length > 0)
        {
            Assert.Fail($"{failed.Length} of {trips.Count} do not come back:\n{string.Join("\n", failed.Select(trip => $"{trip.Name}: {trip.Problem}"))}");
        }

        // None is excused that comes back.
        Assert.Empty(trips.Where(trip => trip.Problem is null && excused.Contains(trip.Name)).Select(trip => trip.Name));
        Assert.Empty(excused.Except(ReferenceCase.ByName.Keys.Concat(trips.Select(trip => trip.Name))));
        Trip[] back = trips.Where(trip => trip.Problem is null).ToArray();
        Assert.InRange(back.Length, Least, trips.Count);

        // And of every kind some do.
        Assert.Equal(Catalogue.Writers.Keys.Except(["Dropout"]).Order(), back.SelectMany(trip => trip.Kinds).Distinct().Order());
    }

    private static IEnumerable<Trip> Cases()
    {
        ReferenceCase[] cases = [.. ReferenceCase.ByName.Values.OrderBy(one => one.Name, StringComparer.Ordinal).Where((_, i) => i % Step == 0)];
        Assembly compiled = Compilation.Of(cases.Select(one =>
            $"using CnnGen;\nnamespace Original\n{{\n{one.Attributes("Single", one.Batch, ", ForwardOnly = true")}\npublic sealed partial class {one.Name} {{ }}\n}}\n"));
        foreach (ReferenceCase one in cases)
        {
            INetwork<float> network = compiled.Create<INetwork<float>>("Original." + one.Name);
            network.SetParameters(Singles(one.Parameters.SelectMany(tensor => tensor.Values)));
            if (one.Buffers is { } kept) network.SetBuffers(Singles(kept.SelectMany(tensor => tensor.Values)));
            yield return new Trip(one.Name, network, Singles(one.Input), one.Batch);
        }
    }

    private static IEnumerable<Trip> OwnNetworks()
    {
        foreach (INetwork<float> network in ExportTests.All)
        {
            Random random = new(5);
            Exported.Fill(network, random);
            yield return new Trip(network.Description.Name, network, Exported.Inputs(network, random), Exported.Samples);
        }
    }

    private static float[] Singles(IEnumerable<double> numbers) => numbers.Select(number => (float)number).ToArray();

    /// <summary>A network's way out and back.</summary>
    private sealed class Trip(string name, INetwork<float> network, float[] input, int samples)
    {
        private OnnxImportResult? imported;

        public string Name => name;

        /// <summary>What went wrong.</summary>
        public string? Problem { get; private set; }

        public string Source => imported!.Source;

        public IEnumerable<string> Kinds => network.Description.Layers.Select(layer => layer.Kind);

        /// <summary>Saves it, has ONNX Runtime compute it, and imports it.</summary>
        public bool Import()
        {
            try
            {
                byte[] bytes = Exported.Bytes(network);
                Exported.Agrees(network, bytes, input, samples);
                imported = OnnxImport.Read(bytes, "model.onnx", new OnnxImportOptions { ClassName = name, Namespace = "Imported", Train = network is ITrainableNetwork<float> });
            }
            catch (Exception e) when (e is OnnxImportException or XunitException or OnnxRuntimeException)
            {
                Problem = e.Message;
            }

            return Problem is null;
        }

        /// <summary>Compares what came back.</summary>
        public void Return(Assembly assembly)
        {
            if (Source.Contains("// *", StringComparison.Ordinal))
            {
                Problem = "a note: " + Source;
                return;
            }

            INetwork<float> back = assembly.Create<INetwork<float>>("Imported." + name);
            if (back.Description.Fingerprint != network.Description.Fingerprint)
            {
                Problem = $"another declaration:\n{string.Join("\n", network.Description.Architecture)}\nis now\n{string.Join("\n", back.Description.Architecture)}\n{Source}";
                return;
            }

            Problem = Differences(back);
        }

        private string? Differences(INetwork<float> back)
        {
            NetworkDescription before = network.Description, now = back.Description;
            if (!before.Architecture.SequenceEqual(now.Architecture)) return "another architecture of the same fingerprint";
            if (!before.Parameters.Select(each => each.Name).SequenceEqual(now.Parameters.Select(each => each.Name))) return "other names of parameters";
            if (!before.Inputs.Select(each => each.Name).SequenceEqual(imported!.Inputs.Select(each => each.Tensor))) return "other inputs";
            if (!before.Outputs.Select(each => Exported.NameOf(each, before)).SequenceEqual(imported.Outputs.Select(each => each.Tensor))) return "other outputs";
            float[] parameters = new float[back.ParameterCount], buffers = new float[back.BufferCount];
            foreach ((TensorDescription tensor, float[] all) in now.Parameters.Select(tensor => (tensor, parameters)).Concat(now.Buffers.Select(tensor => (tensor, buffers))))
            {
                imported.Weights[tensor.Name].Values.ToArray().CopyTo(all, tensor.Offset);
            }

            back.SetParameters(parameters);
            back.SetBuffers(buffers);
            float[] expected = network.Forward(input).ToArray(), came = One(back);
            return MemoryMarshal.AsBytes<float>(expected).SequenceEqual(MemoryMarshal.AsBytes<float>(came)) ? null : "other bits";
        }

        /// <summary>Sample by sample, since an imported network takes one at a time.</summary>
        private float[] One(INetwork<float> back)
        {
            InputDescription[] inputs = [.. back.Description.Inputs];
            OutputDescription[] outputs = [.. back.Description.Outputs];
            float[] all = new float[samples * back.OutputSize];
            for (int sample = 0; sample < samples; sample++)
            {
                List<float> one = [];
                int start = 0;
                foreach (InputDescription each in inputs)
                {
                    one.AddRange(input.AsSpan(start + sample * each.Count, each.Count));
                    start += samples * each.Count;
                }

                float[] made = back.Forward(one.ToArray()).ToArray();
                int from = 0;
                foreach (OutputDescription each in outputs)
                {
                    made.AsSpan(from, each.Count).CopyTo(all.AsSpan(samples * from + sample * each.Count));
                    from += each.Count;
                }
            }

            return all;
        }
    }
}
