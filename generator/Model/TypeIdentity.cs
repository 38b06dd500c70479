using System.Linq;

namespace CnnGen.Generator.Model;

/// <summary>A class as generated code has to spell it.</summary>
/// <param name="Namespace">The full namespace; empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first, as they are opened: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Name">Its name as written in code, with an @ where it needs one.</param>
/// <param name="PlainName">Its name as the compiler knows it, in messages and descriptions.</param>
/// <param name="TypeParameters">Its type parameters: empty or <c>&lt;T&gt;</c>.</param>
/// <param name="MetadataName">Its full name in file names, unique in the compilation but for case.</param>
internal sealed record TypeIdentity(
    string Namespace,
    EquatableArray<string> Containers,
    string Keyword,
    string Name,
    string PlainName,
    string TypeParameters,
    string MetadataName)
{
    /// <summary>The name as a type: <c>Net&lt;T&gt;</c>.</summary>
    public string FullName => Name + TypeParameters;

    /// <summary>The header that opens it again.</summary>
    public string Header => $"partial {Keyword} {FullName}";

    /// <summary>What a file can be called everywhere; another character is its number between dashes, so that no two names become one.</summary>
    public string FileName => string.Concat(MetadataName.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '{' or '}' ? c.ToString() : $"-{Text.Number((int)c)}-"));
}
