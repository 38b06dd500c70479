using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CnnGen.Fitting;
using CnnGen.Runtime;

namespace CnnGen.Files;

/// <summary>
/// A copy of all that a file holds of a network: taken before it is written, and filled completely before the network is changed, which therefore never
/// is half of one thing and half of another.
/// </summary>
internal sealed class NetworkCopy<T> where T : unmanaged
{
    private const string FingerprintKey = "cnngen.fingerprint", ArchitectureKey = "cnngen.architecture";
    private const string StepsKey = "cnngen.steps", SeedKey = "cnngen.seed", OptimizerKey = "cnngen.optimizer", NoteKey = "cnngen.note";
    private const string OptimizerPrefix = "optimizer.", BestPrefix = "best.";
    private const int MostTensors = 1_000_000;   // of a network that is not known yet

    private readonly INetwork<T> network;
    private readonly ITrainableNetwork<T>? trained;   // where the file is a checkpoint
    private readonly bool hasBest;
    private readonly T[] parameters, buffers, optimizerState;
    private readonly List<NamedTensor<T>> tensors = new();

    /// <param name="network">The network.</param>
    /// <param name="isCheckpoint">Whether what training needs belongs to it.</param>
    /// <param name="nameMap">From the network's names to the file's.</param>
    /// <param name="best">Parameters and buffers of an earlier step that a checkpoint has too.</param>
    public NetworkCopy(INetwork<T> network, bool isCheckpoint, Func<string, string>? nameMap = null, NetworkNumbers<T>? best = null)
    {
        this.network = network;
        trained = isCheckpoint ? (ITrainableNetwork<T>)network : null;
        hasBest = best != null;
        parameters = new T[network.ParameterCount];
        buffers = new T[network.BufferCount];
        optimizerState = new T[trained?.OptimizerStateCount ?? 0];
        NetworkDescription description = network.Description;
        var names = new Dictionary<string, string>();
        AddAll("", parameters, buffers);
        if (best != null) AddAll(BestPrefix, best.Parameters, best.Buffers);

        // The optimizer keeps one number, or several, for each that is trained: all of the first sort, then all of the second.
        List<TensorDescription> kept = description.Parameters.Where(tensor => tensor.IsTrained).ToList();
        int each = kept.Sum(tensor => tensor.Count);
        bool isByTensor = each > 0 && optimizerState.Length % each == 0;
        if (!isByTensor && optimizerState.Length > 0) Add(OptimizerPrefix + "state", new[] { optimizerState.Length }, optimizerState);
        for (int sort = 0, first = 0; isByTensor && first < optimizerState.Length; sort++)
        {
            foreach (TensorDescription tensor in kept)
            {
                Add($"{OptimizerPrefix}{sort}.{tensor.Name}", tensor.Shape, optimizerState.AsMemory(first, tensor.Count));
                first += tensor.Count;
            }
        }

        void AddAll(string prefix, T[] parameters, T[] buffers)
        {
            AddEach(prefix, description.Parameters, parameters);
            AddEach(prefix, description.Buffers, buffers);
        }

        void AddEach(string prefix, IReadOnlyList<TensorDescription> described, T[] numbers)
        {
            foreach (TensorDescription tensor in described) Add(prefix + tensor.Name, tensor.Shape, numbers.AsMemory(tensor.Offset, tensor.Count));
        }

        void Add(string name, IReadOnlyList<int> shape, Memory<T> values)
        {
            string stored = nameMap == null ? name : nameMap(name) ?? throw new ArgumentException($"nameMap gives no name for '{name}'.", nameof(nameMap));
            if (names.TryGetValue(stored, out string? other))
            {
                throw new ArgumentException($"nameMap gives '{stored}' for '{other}' and for '{name}'; each tensor has its own.", nameof(nameMap));
            }

            names.Add(stored, name);
            tensors.Add(new NamedTensor<T>(stored, shape, values));
        }
    }

    /// <summary>What the caller of a checkpoint has added to it; null where nothing was.</summary>
    /// <exception cref="InvalidDataException">It is no safetensors file.</exception>
    public static string? NoteOf(Stream stream) =>
        new TensorReader(stream, MostTensors).Metadata.TryGetValue(NoteKey, out string? note) ? note : null;

    /// <summary>Copies the network's state, and gives what writes it: whatever is wrong shows before there is a file.</summary>
    /// <param name="note">What the caller of a checkpoint adds.</param>
    /// <exception cref="ArgumentException">Nobody could read the file.</exception>
    public Action<Stream> Saved(string? note = null)
    {
        if (note != null && FileText.IndexOfHalfPair(note) is >= 0 and int half)
        {
            throw new ArgumentException($"A note is text; its character {half} is U+{(int)note[half]:X4}, half of a surrogate pair.", nameof(note));
        }

        byte[] header = TensorWriter.Header(Metadata(note), tensors);
        if (header.Length > TensorReader.LongestHeader)
        {
            string cause = note == null ? "" : $" with this note of {note.Length} characters";
            throw new ArgumentException(
                $"The file's header has at most {TensorReader.LongestHeader} bytes, that it can be read; it would have {header.Length}{cause}.",
                note == null ? nameof(network) : nameof(note));
        }

        network.CopyParametersTo(parameters);
        network.CopyBuffersTo(buffers);
        trained?.CopyOptimizerStateTo(optimizerState);
        return stream => TensorWriter.Write(stream, header, tensors);
    }

    /// <summary>Replaces the network's state by a file's.</summary>
    /// <param name="stream">The file, read to its end.</param>
    /// <returns>What the caller of a checkpoint has added.</returns>
    /// <exception cref="InvalidDataException">It is no file of this network. Nothing has changed.</exception>
    public string? Load(Stream stream)
    {
        // A file of the same network may hold a counter for each norm, and a checkpoint several numbers of the optimizer.
        var reader = new TensorReader(stream, mostTensors: (8 * tensors.Count) + 1000);
        bool holdsCheckpoint = reader.Metadata.TryGetValue(StepsKey, out string? stepsText);
        CheckArchitecture(reader.Metadata);
        long steps = trained == null ? 0 : CheckCheckpoint(reader.Metadata, stepsText);
        Dictionary<string, NamedTensor<T>> wanted = tensors.ToDictionary(tensor => tensor.Name);
        string[] ignored = !holdsCheckpoint ? Array.Empty<string>()
            : trained == null ? new[] { OptimizerPrefix, BestPrefix }
            : hasBest ? Array.Empty<string>() : new[] { BestPrefix };
        CheckTensors(reader, wanted, ignored);
        foreach (StoredTensor stored in reader.Tensors)
        {
            if (wanted.TryGetValue(stored.Name, out NamedTensor<T>? tensor)) reader.Read(stored, tensor.Values.Span);
        }

        reader.End();
        network.SetParameters(parameters);
        network.SetBuffers(buffers);
        if (trained == null) return null;
        trained.SetOptimizerState(optimizerState, steps);
        trained.ClearGradients();
        if (network is IDrawsMasks masks) masks.Seed = Seed(reader.Metadata);
        return reader.Metadata.TryGetValue(NoteKey, out string? note) ? note : null;
    }

    private IEnumerable<(string Key, string Value)> Metadata(string? note)
    {
        NetworkDescription description = network.Description;
        yield return ("format", "pt");   // what PyTorch's readers ask for
        if (description.Fingerprint.Length > 0)
        {
            yield return (FingerprintKey, description.Fingerprint);
            yield return (ArchitectureKey, string.Join("\n", description.Architecture));
        }

        if (trained == null) yield break;
        yield return (StepsKey, trained.StepCount.ToString(CultureInfo.InvariantCulture));
        if (network is IDrawsMasks masks) yield return (SeedKey, masks.Seed.ToString(CultureInfo.InvariantCulture));
        if (description.Optimizer is { } optimizer) yield return (OptimizerKey, optimizer);
        if (note != null) yield return (NoteKey, note);
    }

    /// <summary>A file that tells its architecture tells this network's; one that does not is judged by its tensors.</summary>
    private void CheckArchitecture(IReadOnlyDictionary<string, string> metadata)
    {
        NetworkDescription description = network.Description;
        if (description.Fingerprint.Length == 0) return;
        if (!metadata.TryGetValue(FingerprintKey, out string? fingerprint) || fingerprint == description.Fingerprint) return;
        metadata.TryGetValue(ArchitectureKey, out string? architecture);
        string[] theirs = architecture?.Split('\n') ?? Array.Empty<string>();
        IReadOnlyList<string> ours = description.Architecture;
        int first = 0;
        while (first < theirs.Length && first < ours.Count && theirs[first] == ours[first]) first++;
        bool isUntold = architecture == null || (first == theirs.Length && first == ours.Count);
        string difference = isUntold
            ? $"its fingerprint is {FileText.Shown(fingerprint)}, this network's {description.Fingerprint}"
            : $"the first difference is line {first + 1} of its architecture{NameOfLayer(first)}: " +
                $"the file has {Line(theirs, first)}, the network {Line(ours, first)}";
        throw new InvalidDataException($"The file is of another network than {description.Name}: {difference}.");

        string NameOfLayer(int line)
        {
            int layer = line - (ours.Count - description.Layers.Count);
            return layer >= 0 && layer < description.Layers.Count ? $" ({description.Layers[layer].Name})" : "";
        }

        static string Line(IReadOnlyList<string> lines, int index) => index < lines.Count ? $"'{FileText.Shown(lines[index])}'" : "no such line";
    }

    private long CheckCheckpoint(IReadOnlyDictionary<string, string> metadata, string? stepsText)
    {
        if (stepsText == null) throw new InvalidDataException("The file is no checkpoint: it has no cnngen.steps. Weights alone are read by network.Load.");
        if (!long.TryParse(stepsText, NumberStyles.None, CultureInfo.InvariantCulture, out long steps))
        {
            throw new InvalidDataException($"cnngen.steps is '{FileText.Shown(stepsText)}', which is no number of steps.");
        }

        if (network is IDrawsMasks) Seed(metadata);
        string? ours = network.Description.Optimizer;
        if (ours != null && metadata.TryGetValue(OptimizerKey, out string? theirs) && Kind(theirs) != Kind(ours))
        {
            throw new InvalidDataException($"The checkpoint's optimizer is '{FileText.Shown(theirs)}', this network's '{ours}'.");
        }

        return steps;

        static string Kind(string optimizer) => optimizer.Split(',')[0];
    }

    private static int Seed(IReadOnlyDictionary<string, string> metadata)
    {
        metadata.TryGetValue(SeedKey, out string? text);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed)
            ? seed
            : throw new InvalidDataException(
                $"cnngen.seed is {(text == null ? "missing" : $"'{FileText.Shown(text)}'")}; the network's dropout masks follow from it.");
    }

    /// <summary>All that does not fit, in one message.</summary>
    private void CheckTensors(TensorReader reader, Dictionary<string, NamedTensor<T>> wanted, string[] ignoredPrefixes)
    {
        var missing = new HashSet<string>(wanted.Keys);
        List<string> superfluous = new(), misshapen = new(), mistyped = new();
        foreach (StoredTensor stored in reader.Tensors)
        {
            missing.Remove(stored.Name);
            if (!wanted.TryGetValue(stored.Name, out NamedTensor<T>? tensor))
            {
                bool isIgnored = IsBatchCounter(stored) || ignoredPrefixes.Any(prefix => stored.Name.StartsWith(prefix, StringComparison.Ordinal));
                if (!isIgnored) superfluous.Add($"{FileText.Shown(stored.Name)} {FileText.Shown(stored.ShapeText)}");
            }
            else if (stored.Shape.Length != tensor.Shape.Count || stored.Shape.Where((axis, i) => axis != tensor.Shape[i]).Any())
            {
                misshapen.Add($"{stored.Name} is {FileText.Shown(stored.ShapeText)}, not {StoredTensor.TextOf(tensor.Shape)}");
            }
            else if (StoredNumbers.SizeOf(stored.Type) == 0)
            {
                mistyped.Add($"{stored.Name} is {FileText.Shown(stored.Type)}, not {StoredNumbers.Types}");
            }
            else if (trained != null && stored.Type != StoredNumbers.TypeOf<T>())
            {
                mistyped.Add($"{stored.Name} is {stored.Type}, not {StoredNumbers.TypeOf<T>()}, as a checkpoint of this network is");
            }
        }

        IEnumerable<string> absent = tensors
            .Where(tensor => missing.Contains(tensor.Name))
            .Select(tensor => $"{tensor.Name} {StoredTensor.TextOf(tensor.Shape)}");
        string[] faults = new[] { List("missing: ", absent), List("superfluous: ", superfluous), List("", misshapen), List("", mistyped) }
            .Where(fault => fault.Length > 0)
            .ToArray();
        if (faults.Length > 0) throw new InvalidDataException($"The file does not fit {network.Description.Name}: {string.Join("; ", faults)}.");

        static string List(string title, IEnumerable<string> items)
        {
            const int Most = 10;
            List<string> all = items.ToList();
            string text = string.Join(", ", all.Take(Most)) + (all.Count > Most ? $" and {all.Count - Most} more" : "");
            return all.Count == 0 ? "" : title + text;
        }
    }

    /// <summary>How many batches a norm of PyTorch's has seen, which no network here asks.</summary>
    private static bool IsBatchCounter(StoredTensor tensor) =>
        tensor.Type == "I64" && tensor.Shape.Length == 0 && tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
}
