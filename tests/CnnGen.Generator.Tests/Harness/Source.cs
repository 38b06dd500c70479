using System;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>Where a class stands.</summary>
internal enum Place
{
    Namespace,
    Nested,
    Global,
}

/// <summary>Sources around a declaration, in C# 9 and without a warning of their own.</summary>
internal static class Source
{
    /// <summary>A class with these attributes.</summary>
    /// <param name="attributes">As they stand above the class: <c>[Network(3), Dense(2)]</c>.</param>
    /// <param name="name">The class's name.</param>
    /// <param name="place">Where it stands; nested or not, it is public.</param>
    /// <param name="body">What stands between its braces.</param>
    public static string Network(string attributes, string name = "Net", Place place = Place.Namespace, string body = "")
    {
        string declaration =
            $"""
            /// <summary>A network.</summary>
            {attributes}
            public sealed partial class {name}
            {"{"}
            {body}
            {"}"}
            """;
        string text = place switch
        {
            Place.Namespace => $"namespace Tests.Networks\n{{\n{declaration}\n}}",
            Place.Nested =>
                $"namespace Tests\n{{\n/// <summary>Outer.</summary>\npublic static partial class Outer{name}\n{{\n/// <summary>Inner.</summary>\npublic partial struct Inner\n{{\n{declaration}\n}}\n}}\n}}",
            Place.Global => declaration,
            _ => throw new ArgumentOutOfRangeException(nameof(place)),
        };
        return "using CnnGen;\n\n" + text.ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The full name of the class that <see cref="Network"/> writes, as reflection has it.</summary>
    public static string FullName(string name, Place place = Place.Namespace) => place switch
    {
        Place.Namespace => "Tests.Networks." + name,
        Place.Nested => $"Tests.Outer{name}+Inner+{name}",
        _ => name,
    };
}
