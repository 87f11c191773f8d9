namespace EmbeddedFunctions.Tests.Apps;

public sealed record Order(string Item, int Count);
