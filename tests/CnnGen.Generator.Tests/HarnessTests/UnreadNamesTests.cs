using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Generator.Tests.HarnessTests;

public sealed class UnreadNamesTests
{
    [Theory]
    [InlineData("ref int x = ref a[0];", "x")]
    [InlineData("ref int x = ref a[0]; x = ref a[1]; x = ref System.Runtime.CompilerServices.Unsafe.Add(ref x, 1);", "x")]
    [InlineData("ref int x = ref a[0]; x = 3;", "")]
    [InlineData("int x = a[0]; x = 3; x += a[1]; x++;", "x")]
    [InlineData("int x, y; x = y = a[0]; a[1] = y;", "x")]
    [InlineData("int x = a[0], y = x; y = x + y;", "y")]
    [InlineData("int x = a[0]; a[1] = x;", "")]
    [InlineData("{ int x = a[0]; } { int x = a[1]; a[0] = x; }", "x")]
    [InlineData("for (int x = 0; x < 3; x++) a[0]++;", "")]
    [InlineData("int Length = 3; a[0] = a.Length;", "Length")]
    public void LocalThatNobodyReads_IsFound(string statements, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                " ",
                UnreadNames.Find(CSharpSyntaxTree.ParseText($"class A {{ void B(int[] a) {{ {statements} }} }}"))
                    .Select(found => found.Split('=')[0].Trim().Split(' ')[^1])));
}
