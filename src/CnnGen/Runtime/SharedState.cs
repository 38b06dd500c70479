using System;
using System.ComponentModel;
using System.Threading;

namespace CnnGen.Runtime;

/// <summary>What a network shares with its replicas. For generated code.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SharedState<T> where T : unmanaged
{
    // A power below is as good as zero: nobody needs more of it than its difference to 1, which is then 1.
    private const double LeastPower = 1.0 / (1L << 54);

    private readonly double[] factors;
    private long stepCount;
    private bool isPacked;

    /// <summary>Allocates the state, all zeros.</summary>
    /// <param name="parameters">Numbers that are trained, with the gaps between tensors.</param>
    /// <param name="packed">Numbers of the parameters' copies in other orders.</param>
    /// <param name="buffers">Numbers that are kept but not trained.</param>
    /// <param name="optimizerState">Numbers that the optimizer keeps.</param>
    /// <param name="factors">Factors, 0 to 1, of which the optimizer needs powers; they are kept.</param>
    public SharedState(int parameters, int packed, int buffers, int optimizerState, double[]? factors = null)
    {
        Parameters = new AlignedMemory<T>(parameters);
        Packed = new AlignedMemory<T>(packed);
        Buffers = new AlignedMemory<T>(buffers);
        OptimizerState = new AlignedMemory<T>(optimizerState);
        this.factors = factors ?? Array.Empty<double>();
        Powers = this.factors.Length == 0 ? this.factors : (double[])this.factors.Clone();
    }

    /// <summary>The trained numbers.</summary>
    public AlignedMemory<T> Parameters { get; }

    /// <summary>Copies of parameters in the orders in which kernels read them.</summary>
    public AlignedMemory<T> Packed { get; }

    /// <summary>The kept numbers, in the order of the description.</summary>
    public AlignedMemory<T> Buffers { get; }

    /// <summary>What the optimizer keeps: each state laid out as the parameters are, one behind the other.</summary>
    public AlignedMemory<T> OptimizerState { get; }

    /// <summary>What the constructor's random numbers began with.</summary>
    public int Seed { get; set; }

    /// <summary>The steps made so far. Setting it takes the powers there, multiplication by multiplication, whichever way it goes.</summary>
    public long StepCount
    {
        get => stepCount;
        set
        {
            // From the start, unless it goes on from where it is.
            bool goesOn = value >= stepCount;
            for (int i = 0; i < factors.Length; i++)
            {
                double power = goesOn ? Powers[i] : factors[i];
                for (long step = goesOn ? stepCount : 0; step < value && power > LeastPower; step++) power *= factors[i];
                Powers[i] = power;
            }

            stepCount = value;
        }
    }

    /// <summary>Each factor to the power of the next step's number, 1 for the first: a running product, the same however the step count came about.</summary>
    public double[] Powers { get; }

    /// <summary>
    /// Whether the copies of frozen parameters agree with them, where no step changes these and others are trained; read and written under the same lock.
    /// </summary>
    public bool IsFrozenPacked { get; set; }

    /// <summary>
    /// Whether the copies agree with the parameters. The first Forward after a change makes them, under a lock on this object, since
    /// replicas may run at once.
    /// </summary>
    public bool IsPacked
    {
        get => Volatile.Read(ref isPacked);
        set => Volatile.Write(ref isPacked, value);
    }
}
