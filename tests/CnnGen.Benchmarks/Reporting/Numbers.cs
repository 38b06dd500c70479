namespace CnnGen.Benchmarks.Reporting;

/// <summary>Numbers as the tables show them: about three digits that matter.</summary>
internal static class Numbers
{
    public static string Microseconds(double nanoseconds) => Significant(nanoseconds / 1000);

    public static string Significant(double value) => value switch
    {
        < 0.1 => $"{value:F4}",
        < 1 => $"{value:F3}",
        < 10 => $"{value:F2}",
        < 100 => $"{value:F1}",
        _ => $"{value:N0}",
    };

    public static string Percent(double fraction) => $"{100 * fraction:F1}";

    /// <summary>A ratio, or a dash when there was nothing to compare with.</summary>
    public static string Ratio(double? value) => value is { } ratio ? Significant(ratio) : "-";
}
