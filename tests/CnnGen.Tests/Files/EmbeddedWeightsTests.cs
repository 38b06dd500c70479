using System.IO;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>The project embeds Files/embedded.safetensors by a CnnGenWeights item.</summary>
public sealed class EmbeddedWeightsTests
{
    [Fact]
    public void ConstructorWithoutSeed_StartsFromTheResource()
    {
        var network = new Embedded();
        Assert.Equal([1, -2, 0.5f], Data.Parameters(network));
        Assert.Equal(-2.5f, network.Forward([1, 2])[0]);
        Assert.Equal(Data.Parameters(new StoredTiny(3)), Data.Parameters(new Embedded(3)));
    }

    [Fact]
    public void MissingResource_IsSaid()
    {
        FileNotFoundException fault = Assert.Throws<FileNotFoundException>(() => new EmbeddedNowhere());
        Assert.StartsWith(
            "EmbeddedNowhere starts from the embedded resource 'no\u2028where \"1\".safetensors', which CnnGen.Tests does not have: its resources are ",
            fault.Message);
        Assert.Contains("embedded.safetensors", fault.Message);
        Assert.Equal("no\u2028where \"1\".safetensors", fault.FileName);
        Assert.Equal(3, Data.Parameters(new EmbeddedNowhere(1)).Length);
    }

    [Fact]
    public void ResourceOfAnotherNetwork_IsSaid()
    {
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => new EmbeddedWrongly());
        Assert.Equal(
            "The embedded resource 'embedded.safetensors': The file is of another network than EmbeddedWrongly: the first difference is line 2 of its " +
                "architecture (dense1): the file has 'Dense 2 → 1, weight 1×2, bias 1', the network 'Dense 2 → 3, weight 3×2, bias 3'.",
            fault.Message);
    }
}

[Network(2, Weights = "embedded.safetensors")]
[Dense(1)]
internal sealed partial class Embedded { }

[Network(2, Weights = "no\u2028where \"1\".safetensors")]
[Dense(1)]
internal sealed partial class EmbeddedNowhere { }

[Network(2, Weights = "embedded.safetensors", ForwardOnly = true)]
[Dense(3)]
internal sealed partial class EmbeddedWrongly { }
