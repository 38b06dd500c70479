using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>An option of a layer, resolved: defaults filled in, and what is more specific has won. A layer says each once.</summary>
/// <param name="Name">Its name: its argument's, with a small first letter.</param>
/// <param name="Value">Its numbers, one after the other, or the word of an enumeration.</param>
/// <param name="Decides">
/// Whether it decides what the layer computes, and neither the shapes nor the parameters tell it: a file's fingerprint then holds it.
/// </param>
internal sealed record Setting(string Name, string Value, bool Decides)
{
    /// <summary>An option that decides the outputs, where nothing else tells it.</summary>
    public static Setting Deciding(string name, params double[] numbers) => new(name, Text.Numbers(numbers), Decides: true);

    /// <summary>The same of an enumeration.</summary>
    public static Setting Deciding(string name, System.Enum word) => new(name, word.ToString(), Decides: true);

    /// <summary>An option that shapes or parameters tell already, or that only training knows of.</summary>
    public static Setting Told(string name, params double[] numbers) => new(name, Text.Numbers(numbers), Decides: false);

    /// <summary>The same of one that is on or off.</summary>
    public static Setting Told(string name, bool isOn) => Told(name, isOn ? 1 : 0);

    /// <summary>Name and value, as files and descriptions have it.</summary>
    public override string ToString() => $"{Name} {Value}";

    /// <summary>All of them, as files and descriptions have it.</summary>
    public static string Join(IEnumerable<Setting> options) => string.Join(", ", options.Select(option => option.ToString()));
}
