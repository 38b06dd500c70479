using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>A silo that has forgotten a run, since it was stopped and started, say: it has to be prepared anew.</summary>
[GenerateSerializer]
internal sealed class WorkerLostException : Exception
{
    public WorkerLostException()
    {
    }

    public WorkerLostException(string message) : base(message)
    {
    }

    public WorkerLostException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
