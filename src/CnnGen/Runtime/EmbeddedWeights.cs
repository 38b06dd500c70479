using System.ComponentModel;
using System.IO;
using System.Reflection;
using CnnGen.Files;

namespace CnnGen.Runtime;

/// <summary>Weights that are a part of an assembly. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EmbeddedWeights
{
    /// <summary>Replaces parameters and buffers by those of an embedded safetensors file.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">The resource's name.</param>
    /// <exception cref="FileNotFoundException">The assembly has no such resource.</exception>
    /// <exception cref="InvalidDataException">It is not a safetensors file of this network.</exception>
    public static void Load<T>(INetwork<T> network, Assembly assembly, string name) where T : unmanaged
    {
        using Stream? stream = assembly.GetManifestResourceStream(name);
        if (stream == null)
        {
            string[] names = assembly.GetManifestResourceNames();
            string there = names.Length == 0 ? "it has no resource at all" : "its resources are " + string.Join(", ", names);
            throw new FileNotFoundException(
                $"{network.Description.Name} starts from the embedded resource '{name}', which {assembly.GetName().Name} does not have: {there}. A project " +
                $"embeds the file by <CnnGenWeights Include=\"{name}\" />, or by an EmbeddedResource whose LogicalName is '{name}'.",
                name);
        }

        NamedFile.Read($"The embedded resource '{name}'", stream, new NetworkCopy<T>(network, isCheckpoint: false).Load);
    }
}
