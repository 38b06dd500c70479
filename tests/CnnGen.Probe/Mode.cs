namespace CnnGen.Probe;

/// <summary>What the networks of this build are declared with.</summary>
internal static class Mode
{
#if REPRODUCIBLE
    public const bool Reproducible = true;
#else
    public const bool Reproducible = false;
#endif
}
