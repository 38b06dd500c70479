using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>
/// A run that cannot be started or cannot go on, whoever tries again: a name that no silo knows, samples that do not fit, another run's checkpoint.
/// </summary>
[GenerateSerializer]
public sealed class RunFailedException : Exception
{
    /// <summary>Without a reason.</summary>
    public RunFailedException()
    {
    }

    /// <summary>With one.</summary>
    /// <param name="message">The reason.</param>
    public RunFailedException(string message) : base(message)
    {
    }

    /// <summary>With one, and what was thrown first.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">What was thrown first.</param>
    public RunFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
