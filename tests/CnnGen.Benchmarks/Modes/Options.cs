using System.Collections.Generic;

namespace CnnGen.Benchmarks.Modes;

/// <summary>What the command line says; no names stand for all networks.</summary>
internal sealed record Options(IReadOnlyCollection<string> Only, int Rounds, string DataDirectory, string? JsonFile);
