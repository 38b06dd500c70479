using System;

namespace Catch;

/// <summary>What ends the program with one line on standard error and exit code 1.</summary>
internal sealed class FailureException(string message) : Exception(message);
