using System;

namespace CnnGen;

/// <summary>The network whose gradients are checked, through a replica, so that activations, gradients and call order of its own stay what they were.</summary>
/// <typeparam name="T">The network's number type; the comparison itself is in double.</typeparam>
internal sealed class GradientSubject<T> where T : unmanaged
{
    private readonly ITrainableNetwork<T> replica;
    private readonly T[] input;
    private readonly Func<ITrainableNetwork<T>, T> lossOfOutput;
    private readonly Func<double, T> narrow;
    private readonly Func<T, double> widen;

    /// <summary>Takes a replica in the network's own mode.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">A copy of the input, to be changed number by number.</param>
    /// <param name="lossOfOutput">Calls Loss with the caller's target or labels.</param>
    /// <param name="narrow">From double.</param>
    /// <param name="widen">To double.</param>
    public GradientSubject(
        ITrainableNetwork<T> network, T[] input, Func<ITrainableNetwork<T>, T> lossOfOutput, Func<double, T> narrow, Func<T, double> widen)
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        replica = network.CreateReplica();
        replica.Training = network.Training;
        this.input = input;
        this.lossOfOutput = lossOfOutput;
        this.narrow = narrow;
        this.widen = widen;
    }

    /// <summary>Compares every gradient. What the replica shares with the network is put back, whatever happens.</summary>
    /// <param name="precision">What to ask of the numbers.</param>
    /// <returns>The findings.</returns>
    public GradientCheckReport Run(GradientPrecision precision)
    {
        // A generated replica leaves the running statistics alone; a network written by hand may not.
        var buffers = new T[replica.BufferCount];
        replica.CopyBuffersTo(buffers);
        try
        {
            replica.ClearGradients();
            var comparison = new GradientComparison(precision, Loss());
            T[] inputGradient = replica.Backward().ToArray();
            CompareParameters(comparison);
            CompareInputs(comparison, inputGradient);
            return comparison.Report;
        }
        finally
        {
            replica.SetBuffers(buffers);
        }
    }

    private void CompareParameters(GradientComparison comparison)
    {
        T[] parameters = new T[replica.ParameterCount], gradients = new T[replica.ParameterCount];
        replica.CopyParametersTo(parameters);
        replica.CopyGradientsTo(gradients);
        foreach (TensorDescription tensor in replica.Description.Parameters)
        {
            for (int index = 0; index < (tensor.IsTrained ? tensor.Count : 0); index++)
            {
                int position = tensor.Offset + index;
                try
                {
                    comparison.Add(tensor.Name, index, widen(gradients[position]), widen(parameters[position]), x =>
                    {
                        SetParameter(position, narrow(x));
                        return Loss();
                    });
                }
                finally
                {
                    SetParameter(position, parameters[position]);
                }
            }
        }
    }

    /// <summary>Compares the input's gradients; there are none at <c>InputGradient = false</c>.</summary>
    private void CompareInputs(GradientComparison comparison, T[] gradients)
    {
        if (gradients.Length == 0) return;
        if (gradients.Length != input.Length)
        {
            throw new InvalidOperationException($"Backward returns a gradient for each of the {input.Length} inputs, or none; {gradients.Length} came.");
        }

        int samples = input.Length / replica.InputSize, first = 0;
        foreach (InputDescription part in replica.Description.Inputs)
        {
            CompareInput(comparison, gradients, part.Name, first, samples * part.Count);
            first += samples * part.Count;
        }
    }

    private void CompareInput(GradientComparison comparison, T[] gradients, string name, int first, int count)
    {
        for (int index = 0; index < count; index++)
        {
            int position = first + index;
            T original = input[position];
            comparison.Add(name, index, widen(gradients[position]), widen(original), x =>
            {
                input[position] = narrow(x);
                return Loss();
            });
            input[position] = original;
        }
    }

    private void SetParameter(int position, T value) => replica.SetParameters(new ReadOnlySpan<T>(new[] { value }), position);

    private double Loss()
    {
        replica.Forward(input);
        return widen(lossOfOutput(replica));
    }
}
