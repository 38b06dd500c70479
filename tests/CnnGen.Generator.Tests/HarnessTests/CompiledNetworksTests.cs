using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Loader;
using CnnGen.Generator.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace CnnGen.Generator.Tests.HarnessTests;

public sealed class CompiledNetworksTests
{
    private static readonly Dictionary<string, string> Two = new() { ["First"] = "[Network(3), Dense(2)]", ["FirstAgain"] = "[Network(4), Dense(2)]" };

    [Fact]
    public void Classes_AreInOneCollectibleAssembly()
    {
        CompiledNetworks networks = CompiledNetworks.Compile(Two, StandInGenerator.Options());
        Type first = networks.Create<object>("First").GetType(), second = networks.Create<object>("FirstAgain").GetType();
        Assert.Same(first.Assembly, second.Assembly);
        Assert.True(AssemblyLoadContext.GetLoadContext(first.Assembly)!.IsCollectible);
        Assert.Equal(Two["First"].Length, first.GetField("Length")!.GetRawConstantValue());
    }

    [Fact]
    public void CnnGen_IsShared()
    {
        foreach (ReferenceSet references in ReferenceSet.All)
        {
            Type type = CompiledNetworks.Compile(Two, StandInGenerator.Options() with { References = references }).TypeOf("First");
            Assert.IsType<NetworkAttribute>(type.GetCustomAttributes(false).Single(attribute => attribute.GetType().Name == "NetworkAttribute"));
        }
    }

    [Fact]
    public void DeclarationAtFault_FailsAlone()
    {
        Dictionary<string, string> mixed = new(Two)
        {
            ["Reported"] = "[Network(1, 4, 4), Conv(2, 3, Stride = 0)]",
            ["NoSuch"] = "[Network(3), NoSuchLayer]",
        };
        CompiledNetworks networks = CompiledNetworks.Compile(mixed, StandInGenerator.Options());
        Assert.NotNull(networks.Create<object>("FirstAgain"));
        Assert.Contains("CNN9001", Assert.ThrowsAny<XunitException>(() => networks.TypeOf("Reported")).Message, StringComparison.Ordinal);
        Assert.Contains("CS0246", Assert.ThrowsAny<XunitException>(() => networks.TypeOf("NoSuch")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => networks.TypeOf("Unheard"));
    }

    [Fact]
    public void EmittedError_IsLaidToItsClass()
    {
        CompiledNetworks networks = CompiledNetworks.Compile(Two, StandInGenerator.Options(Fault.WritesError));
        Assert.Contains("CS0029", Assert.ThrowsAny<XunitException>(() => networks.Create<object>("First")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherInterface_IsRefused() => Assert.Throws<InvalidOperationException>(() =>
        CompiledNetworks.Compile(Two, StandInGenerator.Options()).Create<INetwork<double>>("First"));
}
