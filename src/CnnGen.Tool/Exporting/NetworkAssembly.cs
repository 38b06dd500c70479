using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace CnnGen.Tool.Exporting;

/// <summary>Networks of a compiled program.</summary>
internal static class NetworkAssembly
{
    private const string Library = "CnnGen";

    /// <summary>Makes an instance of a network, by its constructor without arguments.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="name">The class; null: the only one.</param>
    /// <returns>An <see cref="INetwork{T}"/> of float or double.</returns>
    /// <exception cref="FailureException">There is none, or it cannot be made.</exception>
    public static object Create(string path, string? name)
    {
        if (!File.Exists(path)) throw new FailureException($"There is no file '{path}'.");
        Type type = Choose(Types(path), path, name);
        try
        {
            return Activator.CreateInstance(type, nonPublic: true)!;
        }
        catch (TargetInvocationException e)
        {
            throw new FailureException($"new {type.FullName}() failed: {e.InnerException!.Message}");
        }
        catch (MissingMethodException)
        {
            throw new FailureException($"{type.FullName} has no constructor without arguments.");
        }
    }

    private static Type[] Types(string path)
    {
        try
        {
            Assembly assembly = new Context(Path.GetFullPath(path)).LoadFromAssemblyPath(Path.GetFullPath(path));
            Type[] networks = Loadable(assembly, out Exception? missing).Where(IsNetwork).ToArray();
            return networks.Length > 0 || missing is null ? networks : throw missing;
        }
        catch (BadImageFormatException)
        {
            throw new FailureException($"'{path}' is no .NET assembly; the program that starts it may be: name the .dll.");
        }
        catch (Exception e) when (e is TypeLoadException or FileLoadException or FileNotFoundException)
        {
            Version? library = typeof(INetwork<>).Assembly.GetName().Version;
            throw new FailureException($"'{path}' cannot be loaded by .NET {Environment.Version} beside CnnGen {library}: {e.Message}");
        }
    }

    /// <summary>The types that can be loaded: what a program's others need, a window system say, may not be here.</summary>
    private static Type[] Loadable(Assembly assembly, out Exception? missing)
    {
        try
        {
            missing = null;
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            missing = e.LoaderExceptions.OfType<Exception>().FirstOrDefault();
            return e.Types.OfType<Type>().ToArray();
        }
    }

    private static Type Choose(Type[] networks, string path, string? name)
    {
        if (networks.Length == 0) throw new FailureException($"There is no network in '{path}'.");
        string all = string.Join(", ", networks.Select(type => type.FullName));
        Type[] chosen = name is null ? networks : Array.FindAll(networks, type => type.FullName!.Replace('+', '.') == name || type.Name == name);
        return chosen.Length switch
        {
            1 => chosen[0],
            0 => throw new FailureException($"There is no network '{name}' in '{path}'; there are {all}."),
            _ => throw new FailureException($"There are several networks in '{path}', say which by --class: {all}."),
        };
    }

    private static bool IsNetwork(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
            && (typeof(INetwork<float>).IsAssignableFrom(type) || typeof(INetwork<double>).IsAssignableFrom(type));

    /// <summary>Finds what the program depends on beside it. The library is this program's, so that its networks are networks here.</summary>
    private sealed class Context(string path) : AssemblyLoadContext(isCollectible: false)
    {
        private readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName name)
        {
            if (name.Name == Library) return null;
            return resolver.ResolveAssemblyToPath(name) is { } found ? LoadFromAssemblyPath(found) : null;
        }
    }
}
