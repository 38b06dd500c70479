using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>A copy of a parameter in the order in which a kernel reads it.</summary>
/// <param name="Source">The parameter.</param>
/// <param name="Target">Its copy.</param>
/// <param name="Method">The method of the runtime library that makes it.</param>
/// <param name="Arguments">The method's arguments after the two spans.</param>
internal sealed record Packing(Slot Source, Slot Target, string Method, EquatableArray<int> Arguments);
