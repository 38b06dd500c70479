namespace CnnGen.Generator;

/// <summary>The names of the pipeline's steps, by which the tests see what ran again.</summary>
internal static class TrackingNames
{
    /// <summary>What the attributes say, and where.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>What the compiler at hand offers to generated code.</summary>
    public const string Facts = nameof(Facts);

    /// <summary>What MSBuild properties say.</summary>
    public const string Properties = nameof(Properties);

    /// <summary>Plans and problems, with places.</summary>
    public const string Compiled = nameof(Compiled);

    /// <summary>Plans without places.</summary>
    public const string Outputs = nameof(Outputs);

    /// <summary>Problems with places.</summary>
    public const string Problems = nameof(Problems);

    /// <summary>Layers on classes that are no networks.</summary>
    public const string Strays = nameof(Strays);

    /// <summary>Networks in a language that is too old.</summary>
    public const string OldLanguage = nameof(OldLanguage);

    /// <summary>File names that differ in case only.</summary>
    public const string Clashes = nameof(Clashes);
}
