using System.Runtime.CompilerServices;

namespace CnnGen.Orleans;

/// <summary>Numbers of a network as doubles, and back; each compiled for its type.</summary>
internal static class Widening
{
    /// <summary>The same number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Wide<T>(T value) where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    /// <summary>The nearest number of the network's type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rounded<T>(double value) where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);
}
