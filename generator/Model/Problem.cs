namespace CnnGen.Generator.Model;

/// <summary>A mistake in a declaration: which rule, where, and the words of its message.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Place">The smallest guilty piece.</param>
/// <param name="Words">What fills the rule's message.</param>
internal sealed record Problem(string Id, Place Place, EquatableArray<string> Words)
{
    public Problem(string id, Place place, params string[] words) : this(id, place, new EquatableArray<string>(words)) { }

    /// <summary>What mends it, the likeliest first; none where that is not for a program to say.</summary>
    public EquatableArray<Remedy> Remedies { get; init; }
}

/// <summary>A piece of a declaration, by what it is and not by where it stands.</summary>
/// <param name="Annotation">The attribute, by number; −1 for the class itself.</param>
/// <param name="Name">The argument's name, or the member's when there is no attribute; null for the whole.</param>
internal sealed record Place(int Annotation, string? Name)
{
    /// <summary>The class's name.</summary>
    public static Place Class { get; } = new(-1, null);

    /// <summary>A member's name in the class; the class's own name when the member is inherited.</summary>
    public static Place Member(string name) => new(-1, name);

    /// <summary>A whole attribute.</summary>
    public static Place At(int annotation) => new(annotation, null);

    /// <summary>An argument of an attribute; the whole attribute where the argument is not written.</summary>
    public static Place At(int annotation, string argument) => new(annotation, argument);
}
