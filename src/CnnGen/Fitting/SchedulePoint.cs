namespace CnnGen;

/// <summary>A step of a training, as schedules of learning rates see it.</summary>
public readonly struct SchedulePoint
{
    /// <summary>Names a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">The steps of the whole training.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public SchedulePoint(long step, long steps, int epoch)
    {
        Step = step;
        Steps = steps;
        Epoch = epoch;
    }

    /// <summary>The step, from 0.</summary>
    public long Step { get; }

    /// <summary>The steps of the whole training, if it is not stopped before.</summary>
    public long Steps { get; }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The part of the training that is over, from 0 to below 1.</summary>
    public double Part => (double)Step / Steps;
}
