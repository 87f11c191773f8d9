namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>All black-box tests share one host and one upstream, and take turns.</summary>
[CollectionDefinition(Name)]
public sealed class BlackBoxCollection : ICollectionFixture<BlackBoxHost>
{
    public const string Name = "black box";
}
