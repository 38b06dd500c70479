using CnnGen.Tests.PublicApi;
using Xunit;

namespace CnnGen.Onnx.Tests.PublicApi;

/// <summary>What users can call is what somebody has accepted: a change of it is a change of CnnGen.Onnx.txt, where a reviewer sees it.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Library_HasTheAcceptedMembers() => AcceptedMembers.Compare(typeof(OnnxModel).Assembly, "net8.0");
}
