using System;

namespace CnnGen;

/// <summary>What every layer has.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute() { }

    /// <summary>
    /// The layer's name in parameter names, generated methods and messages: a unique identifier. Without it a layer is called by its
    /// kind and its number among the layers of that kind: <c>conv1</c>.
    /// </summary>
    public string? Name { get; set; }
}
