using System;
using System.Numerics;

namespace CnnGen.Tests.Networks;

/// <summary>A function of one parameter, where it is taken, and the derivative there as Backward will say it.</summary>
public sealed record Function(Func<double, double> Value, double At, double Derivative);

/// <summary>Checks the gradient of a sum of functions of one parameter each.</summary>
public static class Functions
{
    public static GradientCheckReport Check(params Function[] functions) => GradientCheck.Run(new Functions<double>(functions), [0.0], [0.0]);

    public static GradientCheckReport CheckSingle(params Function[] functions) => GradientCheck.Run(new Functions<float>(functions), [0f], [0f]);
}

/// <summary>
/// A network whose loss is a sum of functions of one parameter each, so that a test can put a kink, a NaN or a wrong derivative wherever it
/// likes. Its input (one number) is ignored and has no gradient; so is its target.
/// </summary>
public sealed class Functions<T> : HandWrittenNetwork<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Function[] functions;

    public Functions(Function[] functions)
        : base(Describe("Functions", 1, 1, functions.Length == 0 ? [] : [new("x", 0, functions.Length)], []), batch: 1)
    {
        this.functions = functions;
        for (int i = 0; i < functions.Length; i++) Parameters[i] = T.CreateChecked(functions[i].At);
    }

    private Functions(Functions<T> original)
        : base(original) => functions = original.functions;

    public override ITrainableNetwork<T> CreateReplica() => new Functions<T>(this);

    protected override T[] ComputeOutput(T[] input, int samples)
    {
        T sum = T.Zero;
        for (int i = 0; i < functions.Length; i++) sum += T.CreateChecked(functions[i].Value(double.CreateChecked(Parameters[i])));
        return [sum];
    }

    protected override T ComputeLoss(ReadOnlySpan<T> target, T weight) => weight * ComputeOutput([], 1)[0];

    protected override T ComputeLoss(ReadOnlySpan<int> labels, T weight) => throw new NotSupportedException("No test needs it.");

    protected override T[] ComputeGradients(Span<T> parameterGradients)
    {
        for (int i = 0; i < functions.Length; i++) parameterGradients[i] += T.CreateChecked(functions[i].Derivative);
        return [];
    }
}
