using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>What a <see cref="Trainer{T}"/> needs besides of a network whose optimizer clips the gradients. For generated code.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IClippedTraining<T> : IShardTraining<T> where T : unmanaged
{
    /// <summary>Tells the norm of all gradients, before the first range makes its step.</summary>
    /// <param name="squares">The sum of their squares: <see cref="GradientNorm"/>.</param>
    void Clip(double squares);
}
