using System;

namespace CnnGen.Tests.Behaviour;

/// <summary>Slopes of a smooth function, for gradients to agree with.</summary>
internal static class FiniteDifference
{
    /// <summary>The slope by one argument, of order h⁴.</summary>
    public static double At(Func<double[], double> function, double[] arguments, int index)
    {
        const double H = 1e-3;
        return ((8 * (Moved(H) - Moved(-H))) - (Moved(2 * H) - Moved(-2 * H))) / (12 * H);

        double Moved(double distance)
        {
            double[] moved = [.. arguments];
            moved[index] += distance;
            return function(moved);
        }
    }
}
