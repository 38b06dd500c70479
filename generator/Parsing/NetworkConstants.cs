using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Parsing;

/// <summary>Reads the constants that a network will be given from its declaration. What follows from a declaration, the checker knows.</summary>
/// <param name="Names">The names of the constants.</param>
/// <param name="Needs">Whether one, the first argument, depends on attributes of a kind, the second.</param>
/// <param name="Of">The value that a declaration gives to one; null where it is at fault.</param>
internal sealed record NetworkConstants(IReadOnlyList<string> Names, Func<string, string, bool> Needs, Func<Declaration, string, int?> Of)
{
    public (int? Value, Unread? Unread) Read(INamedTypeSymbol network, string name, ConstantReader reader, CancellationToken token)
    {
        AttributeData? attribute = DeclarationParser.NetworkOf(network);
        if (attribute?.ApplicationSyntaxReference?.GetSyntax(token).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } node)
        {
            return (null, Unread.Elsewhere);
        }

        List<ParsedAttribute> parsed = DeclarationParser.ParseAttributes(network, node, reader, token, needs: kind => Needs(name, kind));

        // A circle is the mistake of every network in it; any other one is told where it is made.
        if (parsed.SelectMany(one => one.Unread).FirstOrDefault(unread => unread.Kind == UnreadKind.Circle) is { } circle) return (null, circle);
        var declaration = new Declaration(
            ClassParser.Identify(network, node), parsed.Select(one => one.Annotation).ToEquatableArray(), default, default, Standing.Sound);
        return (Of(declaration, name), null);
    }
}
