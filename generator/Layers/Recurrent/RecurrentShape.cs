using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Recurrent;

/// <summary>All numbers of a recurrent layer.</summary>
/// <param name="Cell">Its cell.</param>
/// <param name="Inputs">Channels of the input.</param>
/// <param name="Units">Numbers of the state.</param>
/// <param name="Length">Steps.</param>
/// <param name="HasBias">Whether there are biases.</param>
internal sealed record RecurrentShape(Cell Cell, int Inputs, int Units, int Length, bool HasBias)
{
    // Rows of gates have room for whole vectors, also of the widest.
    private const int MostLanes = 16;

    /// <summary>Rows of a step's gates: their values, and what else backward reads; then the gradients of their sums.</summary>
    private const int KeptRows = 4;

    /// <summary>What goes into the gates of a step.</summary>
    public Shape Input => Shape.Of(Inputs, Length);

    /// <summary>What all steps leave.</summary>
    public Shape States => Shape.Of(Units, Length);

    /// <summary>What goes from call to call: the state, and behind it the cells.</summary>
    public Shape Carried => Shape.Of(Cell.HasCells ? 2 * Units : Units);

    /// <summary>Rows of a matrix of weights.</summary>
    public int Rows => Cell.Gates.Count * Units;

    public Shape InputWeights => Shape.Of(Rows, Inputs);

    public Shape StateWeights => Shape.Of(Rows, Units);

    public Shape Bias => Shape.Of(Rows);

    /// <summary>From one gate's numbers to the next one's.</summary>
    public int Pitch => (Units + MostLanes - 1) / MostLanes * MostLanes;

    /// <summary>From one step's gates to the next one's.</summary>
    public int StepPitch => KeptRows * Pitch;

    /// <summary>The gates of all steps.</summary>
    public Shape Gates => Shape.Of(Length, StepPitch);

    /// <summary>The cells before all steps and behind the last.</summary>
    public Shape Cells => Shape.Of(Length + 1, Pitch);

    /// <summary>
    /// The same of states, which lie one right behind the other: what a vector has more is overwritten by the next, and behind the last is room.
    /// </summary>
    public Shape Hidden => Shape.Of((Length * Units) + Pitch);

    public long MacsOfInput => (long)Length * Rows * Inputs;

    public long MacsOfState => (long)Length * Rows * Units;

    /// <summary>In the names of kernels.</summary>
    public string Name => $"{Cell.Method}{Text.Number(Units)}Over{Text.Number(Length)}";

    /// <summary>A number of a step's gates.</summary>
    public Index GateAt(Index step, int row, Index unit) => (step * StepPitch) + (row * Pitch) + unit;

    /// <summary>The state before a step, whose number is one less than that of the state behind it.</summary>
    public Index HiddenAt(Index step) => step * Units;

    /// <summary>The cells before a step, likewise.</summary>
    public Index CellsAt(Index step) => step * Pitch;

    /// <summary>Vectors of one gate's units.</summary>
    public int VectorsIn(Dialect dialect) => (Units + dialect.Lanes - 1) / dialect.Lanes;
}

/// <summary>A cell: its gates, in PyTorch's order, by their letters.</summary>
/// <param name="Method">The library's name for it.</param>
/// <param name="Gates">The gates that the input and the state give to.</param>
/// <param name="StateRows">The rows of the gradients of what the state has given to each gate; those of the input are in order.</param>
/// <param name="HasCells">Whether there are cells besides the state.</param>
internal sealed record Cell(string Method, EquatableArray<string> Gates, EquatableArray<int> StateRows, bool HasCells)
{
    /// <summary>What the state gives to n counts as far as the reset gate lets it: its gradient is a fourth row.</summary>
    public static Cell Gru { get; } = new("Gru", EquatableArray.Of("r", "z", "n"), EquatableArray.Of(0, 1, 3), HasCells: false);

    public static Cell Lstm { get; } = new("Lstm", EquatableArray.Of("i", "f", "g", "o"), EquatableArray.Of(0, 1, 2, 3), HasCells: true);
}

/// <summary>Where the numbers of each step lie in a sample.</summary>
/// <param name="First">The first step's first.</param>
/// <param name="Pitch">From one step to the next.</param>
/// <param name="Count">Numbers of a sample.</param>
internal sealed record Rows(int First, int Pitch, int Count)
{
    /// <summary>Those of a line whose channels lie together.</summary>
    public static Rows Of(Layout layout) => new(layout.At(0, 0, 0).Constant, layout.ColumnStride, layout.Count);

    public Index At(Index step) => (step * Pitch) + First;

    /// <summary>In the names of kernels: nothing where one row comes right behind the other.</summary>
    public string NameSuffix(Shape line) =>
        First == 0 && Count == line.Count ? "" : $"From{Text.Number(First)}Of{Text.Number(Count)}";
}
