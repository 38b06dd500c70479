namespace CnnGen.Generator.Model;

/// <summary>A class as generated code has to spell it.</summary>
/// <param name="Namespace">The full namespace; empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first, as they are opened: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Name">Its name as written in code, with an @ where it needs one.</param>
/// <param name="PlainName">Its name as the compiler knows it, in messages and descriptions.</param>
/// <param name="TypeParameters">Its type parameters: empty or <c>&lt;T&gt;</c>.</param>
/// <param name="QualifiedName">It as a type, from the global namespace on.</param>
/// <param name="Path">The plain names of the types around it and its own, outermost first, each with its number of type parameters behind a ` where it has
/// any.</param>
/// <param name="Required">The members that whoever makes an instance has to set.</param>
internal sealed record TypeIdentity(
    string Namespace,
    EquatableArray<string> Containers,
    string Keyword,
    string Name,
    string PlainName,
    string TypeParameters,
    string QualifiedName,
    EquatableArray<string> Path,
    EquatableArray<RequiredMember> Required)
{
    /// <summary>The name as a type: <c>Net&lt;T&gt;</c>.</summary>
    public string FullName => Name + TypeParameters;

    /// <summary>The header that opens it again.</summary>
    public string Header => $"partial {Keyword} {FullName}";

    /// <summary>What its files are called, where no other name differs in case only.</summary>
    public string FileName => UniqueName.File(this);

    /// <summary>A name for its kernels, as an identifier.</summary>
    public string Identifier => UniqueName.Identifier(this);
}

/// <summary>A member with the modifier <c>required</c>.</summary>
/// <param name="Name">As written in code.</param>
/// <param name="IsReadable">Whether the class can read it.</param>
internal sealed record RequiredMember(string Name, bool IsReadable);
