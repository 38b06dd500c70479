using System;
using System.Threading;

namespace CnnGen.Tests.Networks;

/// <summary>What was called on a hand-written network and its replicas, and which call is to fail; replicas may call at once.</summary>
public sealed class CallLog
{
    private readonly Lock counting = new();

    public int Replicas { get; set; }

    public int Steps { get; set; }

    public int TrainingForwards { get; private set; }

    public int OtherForwards { get; private set; }

    public int Losses { get; private set; }

    /// <summary>The Loss that throws, counted from 1; 0 for none.</summary>
    public int FailingLoss { get; set; }

    public void CountForward(bool training)
    {
        lock (counting)
        {
            if (training) TrainingForwards++;
            else OtherForwards++;
        }
    }

    public void CountLoss()
    {
        lock (counting)
        {
            if (++Losses == FailingLoss) throw new ApplicationException("This Loss was told to fail.");
        }
    }
}
