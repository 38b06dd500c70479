using System;

namespace CnnGen.Tool;

/// <summary>What ends the program with one line on standard error and exit code 2.</summary>
internal sealed class FailureException(string message) : Exception(message);
