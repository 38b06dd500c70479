using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Generator.Tests.HarnessTests;

public sealed class ReferenceSetTests
{
    /// <summary>The sets differ in what emitted code may use, which is what they are for.</summary>
    [Theory]
    [InlineData("net10.0", true, true)]
    [InlineData("net8.0", true, false)]
    [InlineData("netstandard2.1", false, false)]
    public void Set_HasWhatItsFrameworkHas(string name, bool vectors, bool vectorFma)
    {
        ReferenceSet references = ReferenceSet.All.Single(set => set.Name == name);
        CSharpCompilation compilation = CSharpCompilation.Create("A", references: references.References);
        Assert.NotNull(compilation.GetTypeByMetadataName("System.ReadOnlySpan`1"));
        Assert.NotNull(compilation.GetTypeByMetadataName("CnnGen.ITrainableNetwork`1"));
        var vector = compilation.GetTypeByMetadataName("System.Runtime.Intrinsics.Vector512");
        Assert.Equal(vectors, vector is not null);
        Assert.Equal(vectors, compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.Unsafe") is not null);
        Assert.Equal(vectorFma, vector?.GetMembers("FusedMultiplyAdd").Length > 0);
    }
}
