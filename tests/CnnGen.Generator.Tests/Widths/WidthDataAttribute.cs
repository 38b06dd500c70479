using System;
using System.Collections.Generic;
using System.Reflection;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.Widths;

/// <summary>Arguments of a theory, the first of which is a width: skipped where the machine lacks it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class WidthDataAttribute : DataAttribute
{
    private readonly object[] arguments;

    public WidthDataAttribute(int bits, params object[] rest)
    {
        arguments = [bits, .. rest];
        if (!Width.IsThere(bits)) Skip = $"This machine has no vectors of {bits} bits.";
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [arguments];
}
