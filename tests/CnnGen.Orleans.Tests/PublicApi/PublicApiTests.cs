using CnnGen.Tests.PublicApi;
using Xunit;

namespace CnnGen.Orleans.Tests.PublicApi;

/// <summary>What users can call is what somebody has accepted: a change of it is a change of CnnGen.Orleans.txt, where a reviewer sees it.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Library_HasTheAcceptedMembers() => AcceptedMembers.Compare(typeof(TrainingRun).Assembly, "net10.0");
}
