using System;

namespace CnnGen.Orleans;

/// <summary>No silo is left that computes for a run.</summary>
internal sealed class NobodyLeftException : Exception
{
    public NobodyLeftException()
    {
    }

    public NobodyLeftException(string message) : base(message)
    {
    }

    public NobodyLeftException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
