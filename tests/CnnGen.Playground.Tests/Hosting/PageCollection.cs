using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>Tests that see the page, one after the other in one browser.</summary>
[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<PublishedPage>
{
    public const string Name = "page";
}
