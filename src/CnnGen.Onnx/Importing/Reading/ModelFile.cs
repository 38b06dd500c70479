using System;
using System.IO;
using System.Text;

namespace CnnGen.Onnx.Importing.Reading;

/// <summary>The bytes of a model.</summary>
/// <param name="Name">What the file is called, without its folder.</param>
/// <param name="Folder">Where it lies; null: nowhere, so that it has no other files.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record ModelFile(string Name, string? Folder, ReadOnlyMemory<byte> Bytes)
{
    public static ModelFile Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (Directory.Exists(path)) throw new RefusalException($"'{path}' is a folder; name the .onnx file in it.");
            if (!file.Exists) throw new RefusalException($"There is no file '{path}'.");
            if (file.Length > int.MaxValue) throw new RefusalException($"'{path}' has {file.Length} bytes; a protobuf file has at most {int.MaxValue}.");
            return new ModelFile(file.Name, Path.GetDirectoryName(Path.GetFullPath(path)), File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RefusalException($"'{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Refuses what is well known and not ONNX, by its first bytes.</summary>
    public void CheckKind()
    {
        if (Kind() is { } kind) throw new RefusalException($"'{Name}' {kind}");
    }

    private string? Kind()
    {
        ReadOnlySpan<byte> bytes = Bytes.Span;
        if (bytes.IsEmpty) return "is empty.";
        if (Begins("version https://git-lfs")) return "is a Git LFS pointer, not the model itself: run 'git lfs pull' in its repository.";
        if (Begins("PK\u0003\u0004"))
        {
            return "is a zip archive, perhaps a PyTorch .pt file: unpack it, or export ONNX with torch.onnx.export(model, example, \"model.onnx\").";
        }

        if (bytes[0] == 0x80 && bytes.Length > 1 && bytes[1] is >= 2 and <= 5)
        {
            return "is a Python pickle, perhaps an older PyTorch file: export ONNX with torch.onnx.export(model, example, \"model.onnx\").";
        }

        if (Begins("\u0089HDF", 0)) return "is an HDF5 file, as Keras writes: convert it with tf2onnx.";
        if (Begins("TFL3", 4)) return "is a TensorFlow Lite file: convert it with 'python -m tf2onnx.convert --tflite'.";
        if (Begins("ORTM", 4)) return "is in ONNX Runtime's own format: import the .onnx file that it was made of.";
        if (Begins("GGUF")) return "is a GGUF file; no attribute declares such a model.";
        if (bytes.Length > 9 && bytes[8] == '{') return "is a safetensors file: it has weights, but no network.";
        int text = 0;
        while (text < bytes.Length && bytes[text] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0xEF or 0xBB or 0xBF) text++;
        if (Begins("<", text)) return "is an HTML or XML page, probably what a server said instead of the file: download the raw file.";
        return Begins("{", text) ? "is JSON, not ONNX." : null;
    }

    private bool Begins(string text, int at = 0)
    {
        byte[] wanted = Encoding.Latin1.GetBytes(text);
        return Bytes.Length >= at + wanted.Length && Bytes.Span.Slice(at, wanted.Length).SequenceEqual(wanted);
    }
}
