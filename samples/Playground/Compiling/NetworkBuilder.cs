using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using CnnGen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Playground.Compiling;

/// <summary>Texts to networks that run.</summary>
internal static class NetworkBuilder
{
    /// <summary>Compiles what the generator wrote, and loads it.</summary>
    /// <exception cref="BuildException">There is an error in the text, or no network.</exception>
    public static BuiltNetworks Build(Compiled compiled)
    {
        if (compiled.Faults.FirstOrDefault(fault => fault.IsError) is { } fault)
        {
            throw new BuildException($"{fault.Id} in line {fault.Line}: {fault.Message}");
        }

        using var image = new MemoryStream();
        EmitResult emitted = compiled.Output.Emit(image);
        if (emitted.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new BuildException(error.ToString());
        }

        Assembly assembly = Assembly.Load(image.ToArray());
        List<Type> types =
        [
            .. assembly.GetTypes().Where(type => typeof(INetwork<float>).IsAssignableFrom(type) || typeof(INetwork<double>).IsAssignableFrom(type))
                .OrderBy(type => compiled.Draft.Text.IndexOf("class " + type.Name, StringComparison.Ordinal)),
        ];
        if (types.Count == 0) throw new BuildException("There is no network: a class with [Network(…)] and layers.");
        return new BuiltNetworks(types, image.Length);
    }
}

/// <summary>Networks that run.</summary>
/// <param name="Types">Their classes, in the order of the text.</param>
/// <param name="Bytes">The size of their assembly.</param>
internal sealed record BuiltNetworks(IReadOnlyList<Type> Types, long Bytes)
{
    /// <summary>A new instance.</summary>
    public object Create(Type type, int seed) => Activator.CreateInstance(type, seed)!;
}

/// <summary>Nothing was built; the message says why.</summary>
internal sealed class BuildException(string message) : Exception(message);
