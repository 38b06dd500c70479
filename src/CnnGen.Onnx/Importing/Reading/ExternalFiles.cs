using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CnnGen.Onnx.Format;

namespace CnnGen.Onnx.Importing.Reading;

/// <summary>Weights that a model keeps in other files: in its own folder only, whatever links say.</summary>
internal static class ExternalFiles
{
    private const int MostLinks = 40;

    /// <summary>The bytes of a tensor.</summary>
    public static byte[] Read(TensorProto tensor, string? folder, long expected)
    {
        Dictionary<string, string> entries = new(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in tensor.ExternalData) entries[entry.Key] = entry.Value;
        if (!entries.TryGetValue("location", out string? location) || location.Length == 0) throw Refuse(tensor, "has external data without a location");
        if (folder is null) throw Refuse(tensor, $"lies in the file '{Shown(location)}', which is not at hand");
        long offset = Number(entries, "offset", 0), length = Number(entries, "length", expected);
        if (length != expected) throw Refuse(tensor, $"has {length} bytes in '{Shown(location)}', and its shape {expected}");
        string path = Locate(tensor, folder, location);
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (offset < 0 || offset > file.Length || length > file.Length - offset)
            {
                throw Refuse(tensor, $"should be at byte {offset} of '{Shown(location)}', {length} bytes; the file has {file.Length}");
            }

            file.Position = offset;
            byte[] bytes = new byte[length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse(tensor, $"cannot be read from '{Shown(location)}': {e.Message}");
        }
    }

    private static string Locate(TensorProto tensor, string folder, string location)
    {
        string relative = location.Replace('\\', '/');
        bool leaves = Path.IsPathRooted(location) || relative.StartsWith('/') || relative.Contains(':', StringComparison.Ordinal)
            || relative.Contains('\0', StringComparison.Ordinal) || relative.Split('/').Contains("..");
        if (leaves) throw Refuse(tensor, $"lies at '{Shown(location)}', which is not in the model's folder");
        try
        {
            string home = Resolved(folder), path = Resolved(Path.Combine(home, relative));
            if (!path.StartsWith(home.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw Refuse(tensor, $"lies at '{Shown(location)}', a link that leads out of the model's folder");
            }

            // A pipe or a device has no end; only plain files have a length.
            if (!File.Exists(path) || new FileInfo(path).Length == 0)
            {
                throw Refuse(tensor, $"lies in '{Shown(location)}', which is not beside the model; copy it there");
            }

            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Refuse(tensor, $"cannot be found at '{Shown(location)}': {e.Message}");
        }
    }

    /// <summary>A path without links, part by part.</summary>
    private static string Resolved(string path)
    {
        int links = 0;
        string full = Path.GetFullPath(path), root = Path.GetPathRoot(full)!, done = root;
        Stack<string> parts = new(Parts(full, root));
        while (parts.TryPop(out string? part))
        {
            string next = Path.Combine(done, part);
            string? target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                done = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException("too many links");
            string led = Path.GetFullPath(target, done);
            done = Path.GetPathRoot(led)!;
            foreach (string piece in Parts(led, done)) parts.Push(piece);
        }

        return done;
    }

    /// <summary>The parts of a path behind its root, the last one first.</summary>
    private static IEnumerable<string> Parts(string path, string root) =>
        Enumerable.Reverse(path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));

    private static long Number(Dictionary<string, string> entries, string key, long otherwise)
    {
        if (!entries.TryGetValue(key, out string? text)) return otherwise;
        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        return isNumber ? number : throw new RefusalException($"An {key} of external data is no number: '{Shown(text)}'.");
    }

    private static string Shown(string text) => Printing.Names.Shown(text);

    private static RefusalException Refuse(TensorProto tensor, string reason) => new($"The tensor '{Shown(tensor.Name)}' {reason}.");
}
