using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Optimizers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A checked optimizer.</summary>
internal abstract record Optimizer
{
    /// <summary>Plain stochastic gradient descent.</summary>
    public static Optimizer Default { get; } = new Sgd(0, false);

    /// <summary>What the text calls the state that a network shares with its replicas.</summary>
    public const string SharedState = "shared";

    /// <summary>What the text calls the factor that the gradients are multiplied by, so that their norm is what it may be.</summary>
    public const string Clip = "clip";

    /// <summary>What it keeps for each parameter: the names of the numbers.</summary>
    public abstract EquatableArray<string> States { get; }

    /// <summary>How many numbers it keeps for each parameter.</summary>
    public int StatesPerParameter => States.Count;

    /// <summary>What <see cref="Remark"/> says of numbers that are kept and shrink to nothing.</summary>
    protected const string SubnormalsOf = " below the smallest normal number is 0, since many processors are slow at what lies between";

    /// <summary>How much of a parameter is added to its gradient, or as the optimizer says.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether all that is trained decays; else only the weights do that say so: no bias, and nothing of a norm.</summary>
    public bool DecayAll { get; init; } = true;

    /// <summary>The largest norm of all gradients together; 0 where they may be as large as they are.</summary>
    public double ClipNorm { get; init; }

    public bool Clips => ClipNorm > 0;

    /// <summary>The same for parameters that do not decay.</summary>
    public Optimizer WithoutDecay => this with { WeightDecay = 0 };

    /// <summary>What a step does, as a sentence.</summary>
    public string Formula
    {
        get
        {
            string formula = WeightDecay == 0 ? Rule : $"{Rule}, {DecayName} {Text.Number(WeightDecay)}{(DecayAll ? "" : " of weights alone")}";
            return Clips ? $"{formula}, gradients clipped to a norm of {Text.Number(ClipNorm)}" : formula;
        }
    }

    /// <summary>The formula, but for what every optimizer may do.</summary>
    protected abstract string Rule { get; }

    /// <summary>What it calls the decay.</summary>
    protected virtual string DecayName => "weight decay";

    /// <summary>What else there is to say of a step, as part of a sentence; nothing, mostly.</summary>
    public virtual string Remark => "";

    /// <summary>
    /// Factors of which a step needs the power by its number, the first step's being 1: <see cref="PowerOf"/>. The network keeps them.
    /// </summary>
    public virtual EquatableArray<double> Factors => default;

    /// <summary>What Step tells its kernels.</summary>
    public EquatableArray<StepNumber> StepNumbers => Clips ? RuleNumbers.Append(new StepNumber(Clip, null)).ToEquatableArray() : RuleNumbers;

    /// <summary>The numbers of the formula.</summary>
    protected virtual EquatableArray<StepNumber> RuleNumbers => EquatableArray.Of(new StepNumber("learningRate", null));

    /// <summary>Writes that a number which shrinks to nothing becomes 0 below the smallest normal number.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="variable">The variable that holds it.</param>
    /// <param name="mayBeNegative">Whether it may be below zero.</param>
    protected static void DropSubnormals(KernelWriter writer, string variable, bool mayBeNegative = true)
    {
        Dialect dialect = writer.Dialect;
        string smallest = dialect.Scalar == Scalar.Single ? "1.17549435E-38f" : "2.2250738585072014E-308", size = mayBeNegative ? $"Abs({variable})" : variable;
        writer.Line(dialect.IsVector
            ? $"{variable} = ConditionalSelect(LessThan({size}, Create({smallest})), Lanes.Zero, {variable});"
            : $"if ({variable} < {smallest}{(mayBeNegative ? $" && {variable} > -{smallest}" : "")}) {variable} = 0;");
    }

    /// <summary>The text, in Step, of a factor's power.</summary>
    protected static string PowerOf(int factor) => $"{SharedState}.Powers[{Text.Number(factor)}]";

    /// <summary>Writes what all numbers of a step have in common, made of <see cref="StepNumbers"/>: here, the learning rate's negative.</summary>
    public virtual void EmitStart(KernelWriter writer) => EmitNegative(writer, "minusRate", "learningRate");

    /// <summary>Writes the negative of a number, in every lane.</summary>
    protected static void EmitNegative(KernelWriter writer, string variable, string number) =>
        writer.Line(writer.Dialect.IsVector ? $"Lanes {variable} = Create(-{number});" : $"{writer.Scalar} {variable} = -{number};");

    /// <summary>Writes the step of a vector of parameters, or of one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="gradient">The variable that holds their gradient; it may be overwritten.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="states">What is kept for them.</param>
    public abstract void EmitNumbers(KernelWriter writer, string gradient, NumbersAt parameters, IReadOnlyList<NumbersAt> states);
}

/// <summary>A number that all kernels of a step are told.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Value">The double that it is, rounded once: an expression made of <c>learningRate</c> and powers; null where it is an argument of Step or a
/// field.</param>
/// <param name="Meaning">What it is, in a comment.</param>
internal sealed record StepNumber(string Name, string? Value, string Meaning = "");

/// <summary>A vector in memory, or one number: the text that reads it, and what writes it.</summary>
/// <param name="Value">The text that reads it.</param>
/// <param name="Store">Writes the statements that store a variable there.</param>
internal sealed record NumbersAt(string Value, Action<string> Store);
