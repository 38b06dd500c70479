using System.Runtime.CompilerServices;

namespace CnnGen.Orleans;

/// <summary>Numbers of a network's type, of which only that it is one of two is known, as doubles and back; each compiled for its type.</summary>
internal static class Scalars
{
    /// <summary>The same number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Wide<T>(T value) where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    /// <summary>The nearest number of the network's type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Round<T>(double value) where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    /// <summary>Whether a number is finite.</summary>
    public static bool IsFinite<T>(T value) where T : unmanaged => double.IsFinite(Wide(value));
}
