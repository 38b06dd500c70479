namespace CnnGen.Orleans;

/// <summary>Numbers of a network's type, of which only that it is one of two is known.</summary>
internal static class Scalars
{
    /// <summary>A number rounded to the network's type.</summary>
    public static T Round<T>(double value) where T : unmanaged => typeof(T) == typeof(double) ? (T)(object)value : (T)(object)(float)value;

    /// <summary>Whether a number is finite.</summary>
    public static bool IsFinite<T>(T value) where T : unmanaged => value is double wide ? double.IsFinite(wide) : float.IsFinite((float)(object)value);
}
