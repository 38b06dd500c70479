namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for in a record, and netstandard2.0 does not have.</summary>
internal static class IsExternalInit
{
}
