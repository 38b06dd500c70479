namespace CnnGen.Generator.Kernels;

/// <summary>A tensor of outer × channels × positions that is kept as outer × positions × channels.</summary>
internal sealed record Permutation(int Outer, int Channels, int Positions);
