using System.Linq;

namespace CnnGen.Generator.Model;

/// <summary>What the attributes of a class say, as they say it; nothing is checked yet, and nothing knows where it is written.</summary>
/// <param name="Type">The class.</param>
/// <param name="Annotations">CnnGen's attributes on it, and unknown ones that look like one of them, in source order.</param>
/// <param name="Members">The names of the class's own members, in ordinal order.</param>
/// <param name="Inherited">The names of the members it inherits.</param>
/// <param name="Standing">What generated code can do with the class.</param>
internal sealed record Declaration(
    TypeIdentity Type,
    EquatableArray<Annotation> Annotations,
    EquatableArray<string> Members,
    EquatableArray<string> Inherited,
    Standing Standing);

/// <summary>What generated code can do with a class.</summary>
internal enum Standing
{
    /// <summary>It can be completed.</summary>
    Sound,

    /// <summary>It is at fault, but can be given its members, with bodies that throw.</summary>
    Faulty,

    /// <summary>No member can be added to it.</summary>
    Closed,
}

/// <summary>One attribute.</summary>
/// <param name="Kind">The attribute's name: <c>Conv</c>.</param>
/// <param name="Arguments">Its arguments by the name of the constructor's parameter or of the property.</param>
/// <param name="IsBroken">The compiler reports an error in it, whatever is generated yet: arguments may be missing here.</param>
/// <param name="IsStray">It stands on another partial declaration than <c>Network</c>.</param>
/// <param name="Lookalike">For an unknown attribute: what of CnnGen's it looks like.</param>
internal sealed record Annotation(string Kind, EquatableArray<Argument> Arguments, bool IsBroken, bool IsStray, string? Lookalike = null)
{
    /// <summary>Named arguments that it does not have, and which of its own each of them looks like.</summary>
    public EquatableArray<Misnaming> Misnamings { get; init; }

    /// <summary>Of an unknown attribute the values of its arguments, as they are written.</summary>
    public EquatableArray<string> Written { get; init; }

    /// <summary>Whether all that it says is known.</summary>
    public bool IsKnown => !IsBroken && Lookalike == null && Arguments.All(argument => argument.IsKnown);
}

/// <summary>An argument of an attribute.</summary>
/// <param name="Name">The parameter or property.</param>
/// <param name="Value">An int (enums too), a bool, a double, an <see cref="EquatableArray{T}"/> of doubles, a string, or null.</param>
/// <param name="IsKnown">Whether the value could be read; where not, somebody has reported it.</param>
internal sealed record Argument(string Name, object? Value, bool IsKnown = true);

/// <summary>An argument that there is not, and the one that may be meant.</summary>
/// <param name="Written">What is written.</param>
/// <param name="Meant">What may be meant.</param>
/// <param name="IsProperty">Whether that is a property, and no parameter.</param>
/// <param name="IsInOrder">Whether it could be written there: properties stand behind the constructor's arguments.</param>
internal sealed record Misnaming(string Written, string Meant, bool IsProperty, bool IsInOrder);
