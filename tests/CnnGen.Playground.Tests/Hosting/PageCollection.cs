using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>Tests that see the page: published once, and one after the other, so that one does not wait for another's training.</summary>
[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<PublishedPage>
{
    public const string Name = "page";
}
