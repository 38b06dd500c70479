using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Parsing;

/// <summary>What the parser hands on: what the class says, what is wrong with the class itself, and where everything stands.</summary>
internal sealed record ParsedDeclaration(Declaration Declaration, EquatableArray<Problem> Problems, SourceMap Map);
