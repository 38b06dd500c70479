namespace Catch.Game;

/// <summary>How a ball comes in: where, and whether it flies to the left (−1), straight down (0) or to the right (1).</summary>
internal readonly struct Throw
{
    public Throw(int column, int drift)
    {
        Column = column;
        Drift = drift;
    }

    public int Column { get; }

    public int Drift { get; }

    /// <summary>Any throw, each as likely as another.</summary>
    public static Throw Random(Dice dice) => new Throw(dice.Below(Field.Width), dice.Below(3) - 1);
}
