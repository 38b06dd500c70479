namespace CnnGen;

/// <summary>What both recurrent layers have: they go along a line, [C, L] to [units, L], from a state of zeros or one that is given.</summary>
public abstract class RecurrentLayerAttribute : TrainedLayerAttribute
{
    private protected RecurrentLayerAttribute(int units) => Units = units;

    /// <summary>Numbers of the state.</summary>
    public int Units { get; }

    /// <summary>Whether a bias is added to what the input gives to each gate, and another to what the state gives.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>True: only what the last position leaves, [units].</summary>
    public bool Last { get; set; }

    /// <summary>
    /// The name of an <see cref="InputAttribute"/> that the state before the first position comes from, [units], for an LSTM [2 × units]: the state, then
    /// the cells. The state behind the last position goes to an output of the network that is called so with <c>Out</c> behind it, and has no loss. Null: from
    /// zeros.
    /// </summary>
    public string? State { get; set; }
}

/// <summary>
/// Gated recurrent units along a line, [C, L] to [units, L]: PyTorch's <c>GRU</c> of one layer. K. Cho et al., Learning phrase representations using
/// RNN encoder-decoder, 2014.
/// </summary>
public sealed class GRUAttribute : RecurrentLayerAttribute
{
    /// <summary>A layer of so many units.</summary>
    /// <param name="units">Numbers of the state; at least 1.</param>
    public GRUAttribute(int units) : base(units) { }
}

/// <summary>
/// Long short-term memory along a line, [C, L] to [units, L]: PyTorch's <c>LSTM</c> of one layer. S. Hochreiter and J. Schmidhuber, Long short-term
/// memory, 1997.
/// </summary>
public sealed class LSTMAttribute : RecurrentLayerAttribute
{
    /// <summary>A layer of so many units.</summary>
    /// <param name="units">Numbers of the state; at least 1.</param>
    public LSTMAttribute(int units) : base(units) { }
}
