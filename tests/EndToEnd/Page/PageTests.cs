namespace CharacterFanOut.EndToEnd.Page;

/// <summary>Tests that look at the page in one shared browser, one after the other.</summary>
[CollectionDefinition(nameof(PageTests))]
public sealed class PageTests : ICollectionFixture<BrowserFixture>;
