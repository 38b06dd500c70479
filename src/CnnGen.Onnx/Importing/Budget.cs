namespace CnnGen.Onnx.Importing;

/// <summary>How many numbers an import may make, so that a small file cannot ask for all memory or all time.</summary>
internal sealed class Budget
{
    /// <summary>The most numbers of one tensor.</summary>
    public const int Tensor = 1 << 26;

    // Orders and constants together; what stands in the file as bytes is not counted.
    private const long Total = 1L << 27;

    private long left = Total;

    /// <summary>Counts numbers that are about to be made.</summary>
    public void Spend(long numbers)
    {
        if (numbers > left)
        {
            throw new RefusalException(
                $"would make {(numbers + 999_999) / 1_000_000} million numbers, more than is left of {Total / 1_000_000} million; "
                + "simplify the model first (onnxsim)");
        }

        left -= numbers;
    }
}
