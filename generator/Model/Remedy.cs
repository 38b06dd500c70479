namespace CnnGen.Generator.Model;

/// <summary>What mends a problem, as an editor offers it.</summary>
/// <param name="Title">What it does: <c>Pad by 2</c>.</param>
/// <param name="Edits">How; all of them together.</param>
internal sealed record Remedy(string Title, EquatableArray<Edit> Edits)
{
    public Remedy(string title, params Edit[] edits) : this(title, new EquatableArray<Edit>(edits)) { }
}

/// <summary>A change of one piece of a declaration, which is known by what it is, as a <see cref="Place"/> is.</summary>
/// <param name="Kind">What is done with the piece.</param>
/// <param name="Place">The piece; it is written there.</param>
/// <param name="Text">What is written.</param>
/// <param name="Source">Instead of a text: the piece whose text, as it stands there, is written.</param>
internal sealed record Edit(EditKind Kind, Place Place, string Text = "", Place? Source = null);

/// <summary>What can be done with a piece of a declaration.</summary>
internal enum EditKind
{
    /// <summary>The value of an argument becomes the text, or that of the source.</summary>
    Value,

    /// <summary>An argument without a name gets one, whatever its own was: <c>Stride = </c>, <c>kernel: </c>.</summary>
    Name,

    /// <summary>An attribute is called otherwise; or an argument, if it is written with a name.</summary>
    Rename,

    /// <summary>An attribute is called otherwise, and has no arguments.</summary>
    Bare,

    /// <summary>An attribute gets one more argument, the last.</summary>
    Append,

    /// <summary>Another attribute, or argument, is written before this one; an argument with its name, if this one is written with one.</summary>
    Before,

    /// <summary>Another attribute is written behind this one.</summary>
    After,

    /// <summary>An attribute or an argument is left out.</summary>
    Remove,

    /// <summary>A class, and each type around it, is partial.</summary>
    Partial,

    /// <summary>A class loses the modifier.</summary>
    Unmodify,

    /// <summary>A record becomes a class.</summary>
    Class,

    /// <summary>A constructor calls another one of its class without arguments.</summary>
    Chain,
}
