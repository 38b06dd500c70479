using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>Tests that train in the page: in a browser of their own, so that nobody waits for another's training.</summary>
[CollectionDefinition(Name)]
public sealed class TrainingCollection : ICollectionFixture<PublishedPage>
{
    public const string Name = "training";
}
