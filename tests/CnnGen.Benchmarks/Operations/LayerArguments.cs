using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace CnnGen.Benchmarks.Operations;

/// <summary>
/// What is written on a layer: the description has shapes, but no strides and paddings. Read from the metadata and not from the
/// attribute object, whose 0 may be written or not.
/// </summary>
internal sealed class LayerArguments(CustomAttributeData attribute)
{
    private readonly Dictionary<string, object?> named = attribute.NamedArguments.ToDictionary(
        argument => argument.MemberName, argument => argument.TypedValue.Value);

    public string Kind { get; } = attribute.AttributeType.Name[..^"Attribute".Length];

    /// <summary>The constructor's text: a tensor's name.</summary>
    public string Text => (string)attribute.ConstructorArguments[0].Value!;

    /// <summary>A window's rows and columns: the constructor's last one or two numbers, after so many others.</summary>
    public (int Height, int Width) Window(int argumentsBefore)
    {
        int[] values = attribute.ConstructorArguments.Select(argument => (int)argument.Value!).ToArray();
        return (values[argumentsBefore], values[^1]);
    }

    /// <summary>The first of the names that is written.</summary>
    public int First(int otherwise, params string[] names)
    {
        foreach (string name in names)
        {
            if (named.TryGetValue(name, out object? value)) return (int)value!;
        }

        return otherwise;
    }
}
