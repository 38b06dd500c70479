using System;
using System.Text;

namespace CnnGen.Files;

/// <summary>Tells what a file is that is no safetensors file, by its first bytes, and what helps.</summary>
internal static class ForeignFile
{
    /// <summary>As many of the first bytes as tell it.</summary>
    public const int Start = 512;

    private const string Convert =
        "In Python: from safetensors.torch import save_file; save_file({k: v.contiguous() for k, v in model.state_dict().items()}, \"model.safetensors\")";

    /// <summary>A sentence or two; null where nobody knows it.</summary>
    /// <param name="start">The file's first bytes, at most <see cref="Start"/>.</param>
    public static string? Name(ReadOnlySpan<byte> start)
    {
        // One character a byte.
        string text = Encoding.GetEncoding("iso-8859-1").GetString(start.ToArray());
        if (Begins("PK\x03\x04"))
        {
            bool isNumPy = text.IndexOf(".npy", StringComparison.Ordinal) > 0;
            return isNumPy
                ? "This is a NumPy archive (.npz). In Python: import numpy; from safetensors.numpy import save_file; " +
                    "save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")"
                : "This is a zip archive, as torch.save writes them (.pt, .pth). " + Convert;
        }

        if (text.Length > 1 && text[0] == '\x80' && text[1] is >= '\x02' and <= '\x05')
        {
            return "This is a Python pickle, as older versions of torch.save write them (.pt, .pth). " + Convert;
        }

        if (Begins("version https://git-lfs"))
        {
            return "This is a Git LFS pointer, which stands for the file where that was not downloaded: git lfs pull";
        }

        if (Begins("\x93NUMPY"))
        {
            return "This is a single NumPy array (.npy). In Python: import numpy; from safetensors.numpy import save_file; " +
                "save_file({\"dense1.weight\": numpy.load(\"weight.npy\")}, \"model.safetensors\")";
        }

        if (Begins("\x89HDF")) return "This is an HDF5 file, as Keras writes them (.h5). Keras can save safetensors by way of model.get_weights().";
        if (Begins("GGUF")) return "This is a GGUF file.";
        if (Begins("\x1F\x8B")) return "This is a gzip archive: unpack it first.";
        string visible = text.TrimStart('\xEF', '\xBB', '\xBF', ' ', '\t', '\r', '\n');
        if (visible.StartsWith("<", StringComparison.Ordinal)) return "This is an HTML page, or XML: what a server sends that does not give the file.";
        if (visible.StartsWith("{", StringComparison.Ordinal)) return "This is JSON without the length before it, such as an index of several files.";
        return null;

        bool Begins(string magic) => text.StartsWith(magic, StringComparison.Ordinal);
    }
}
