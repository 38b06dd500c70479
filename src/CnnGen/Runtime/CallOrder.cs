using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>Which calls an instance has seen, and so which may come next. For generated code.</summary>
/// <remarks>Every method that demands something throws before it changes anything.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallOrder
{
    private bool hasLoss;
    private bool hasBackward;
    private string? changedBy;

    /// <summary>The samples of the last Forward; 0 before the first.</summary>
    public int Samples { get; private set; }

    /// <summary>A Forward of so many samples is done.</summary>
    /// <param name="samples">1 to the network's batch.</param>
    public void AfterForward(int samples)
    {
        Samples = samples;
        hasLoss = hasBackward = false;
        changedBy = null;
    }

    /// <summary>A Loss may be computed.</summary>
    /// <exception cref="InvalidOperationException">No Forward came before.</exception>
    public void BeforeLoss()
    {
        if (Samples == 0) throw new InvalidOperationException("Loss needs a Forward before it; none came.");
    }

    /// <summary>A Loss is done.</summary>
    public void AfterLoss() => hasLoss = true;

    /// <summary>A Backward from the last Loss may run.</summary>
    /// <exception cref="InvalidOperationException">Out of order.</exception>
    public void BeforeBackwardFromLoss()
    {
        if (!hasLoss) throw new InvalidOperationException("Backward() needs a Loss after the last Forward; none came.");
        BeforeBackward();
    }

    /// <summary>A Backward may run.</summary>
    /// <exception cref="InvalidOperationException">Out of order.</exception>
    public void BeforeBackward()
    {
        if (Samples == 0) throw new InvalidOperationException("Backward needs a Forward before it; none came.");
        if (hasBackward) throw new InvalidOperationException("There is one Backward for each Forward; this is the second.");
        if (changedBy != null) throw new InvalidOperationException($"Backward needs a Forward after {changedBy}, which changed the network.");
    }

    /// <summary>A Backward is done.</summary>
    public void AfterBackward() => hasBackward = true;

    /// <summary>A call has changed the parameters or buffers, so that the last Forward no longer belongs to them.</summary>
    /// <param name="call">The call's name.</param>
    public void AfterChange(string call) => changedBy = call;

    /// <summary>What a network without a fitting loss answers.</summary>
    /// <param name="network">The class's name.</param>
    /// <param name="needed">What its declaration would have to say.</param>
    /// <returns>The exception to throw.</returns>
    public static InvalidOperationException NoLoss(string network, string needed) => new($"{network} {needed}.");
}
