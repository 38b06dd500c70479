using System;
using System.Globalization;
using System.Linq;

namespace CnnGen;

/// <summary>The learning rate of each step of a training.</summary>
/// <remarks>
/// <code>
/// LearningRate = 0.01                                       // the same in every step
/// LearningRate = Schedule.Linear(0.03)                      // in a straight line to 0
/// LearningRate = Schedule.Cosine(0.1, 0.001).WarmUp(500)    // half a cosine, behind 500 steps in which it grows
/// LearningRate = Schedule.Steps(0.1, 0.1, 30, 60)           // a tenth of it from the 31st epoch on, a hundredth from the 61st
/// </code>
/// Rates are computed in double and rounded once to the network's type. A schedule does not change; several trainings may share one.
/// </remarks>
public sealed class Schedule
{
    private readonly Func<SchedulePoint, double> rate;
    private readonly string text;

    private Schedule(string text, Func<SchedulePoint, double> rate)
    {
        this.text = text;
        this.rate = rate;
    }

    /// <summary>A number is the rate of every step.</summary>
    /// <param name="rate">The rate.</param>
    public static implicit operator Schedule(double rate) => Constant(rate);

    /// <summary>The same rate in every step.</summary>
    /// <param name="rate">The rate.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not a finite number of at least 0.</exception>
    public static Schedule Constant(double rate)
    {
        Check(rate, nameof(rate));
        return new Schedule(Text("constant", rate), _ => rate);
    }

    /// <summary>
    /// A straight line: first + (last − first) · s / S in step s of S, from 0 on. The last rate would be that of the step behind the last.
    /// </summary>
    /// <param name="first">The rate of the first step.</param>
    /// <param name="last">Where it goes.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not a finite number of at least 0.</exception>
    public static Schedule Linear(double first, double last = 0)
    {
        Check(first, nameof(first));
        Check(last, nameof(last));
        return new Schedule(Text("linear", first, last), point => first + (double)((last - first) * point.Part));
    }

    /// <summary>
    /// Half a cosine: last + (first − last) · (1 + cos(π · s / S)) / 2 in step s of S, from 0 on (I. Loshchilov, F. Hutter: SGDR, 2017, without restarts;
    /// PyTorch's <c>CosineAnnealingLR</c>).
    /// </summary>
    /// <param name="first">The rate of the first step.</param>
    /// <param name="last">Where it goes.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not a finite number of at least 0.</exception>
    public static Schedule Cosine(double first, double last = 0)
    {
        Check(first, nameof(first));
        Check(last, nameof(last));
        return new Schedule(Text("cosine", first, last), point => last + (double)((first - last) * ((1 + HalfTurn.Cosine(point.Part)) / 2)));
    }

    /// <summary>Stairs: the first rate, times the factor for each of the epochs that is over (PyTorch's <c>MultiStepLR</c>).</summary>
    /// <param name="first">The rate of the first epoch.</param>
    /// <param name="factor">By which it is multiplied.</param>
    /// <param name="epochs">Behind which epochs, ascending; the first epoch is 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentNullException">There are no epochs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rate or the factor is not a finite number of at least 0, or the epochs do not ascend from 1.
    /// </exception>
    public static Schedule Steps(double first, double factor, params int[] epochs)
    {
        if (epochs == null) throw new ArgumentNullException(nameof(epochs));
        Check(first, nameof(first));
        Check(factor, nameof(factor));
        int[] ends = epochs.ToArray();
        for (int i = 0; i < ends.Length; i++)
        {
            int least = i == 0 ? 1 : ends[i - 1] + 1;
            if (ends[i] >= least) continue;
            throw new ArgumentOutOfRangeException(nameof(epochs), ends[i], $"Epochs ascend from 1; {ends[i]} came where {least} is the least.");
        }

        return new Schedule($"{Text("steps", first, factor)} at {string.Join(" ", ends)}", point =>
        {
            double rate = first;
            foreach (int end in ends)
            {
                if (point.Epoch > end) rate *= factor;
            }

            return rate;
        });
    }

    /// <summary>A schedule of one's own.</summary>
    /// <param name="rate">Gives the rate of a step; the same for the same step, or a training that is resumed is another one.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentNullException">There is no function.</exception>
    public static Schedule Of(Func<SchedulePoint, double> rate) => new("a function", rate ?? throw new ArgumentNullException(nameof(rate)));

    /// <summary>The same schedule, whose first rates are smaller: in step s below the number of steps by the factor (s + 1) / steps.</summary>
    /// <param name="steps">How many steps.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Schedule WarmUp(int steps)
    {
        if (steps < 0) throw new ArgumentOutOfRangeException(nameof(steps), steps, $"A number of steps is at least 0; {steps} came.");
        return new Schedule(
            $"{text}, warm-up {steps.ToString(CultureInfo.InvariantCulture)}",
            point => point.Step < steps ? rate(point) * ((point.Step + 1.0) / steps) : rate(point));
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="point">Which step.</param>
    /// <returns>The rate.</returns>
    public double RateAt(SchedulePoint point) => rate(point);

    /// <summary>What it is, in a few words: two schedules of the same words have the same rates, but those of <see cref="Of"/>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => text;

    private static void Check(double value, string name)
    {
        bool isFinite = !double.IsNaN(value) && !double.IsInfinity(value);
        if (!isFinite || value < 0) throw new ArgumentOutOfRangeException(name, value, $"Expected a finite number of at least 0; {value} came.");
    }

    private static string Text(string kind, params double[] numbers) =>
        $"{kind} {string.Join(" ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}";
}
