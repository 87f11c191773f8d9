using CharacterFanOut.SampleApi.Data;

namespace CharacterFanOut.SampleApi.Tests.Data;

public sealed class CharacterGeneratorTests
{
    private const string Root = "http://127.0.0.1/api/";

    [Fact]
    public void Create_SeedOne_IsTheSameInEveryVersion()
    {
        SampleCharacter character = new CharacterGenerator(51, 126, seed: 1).Create(42, Root);

        Assert.Equal(
            ("Donna Nebula", "Alive", "Alien", "", "Male"),
            (character.Name, character.Status, character.Species, character.Type, character.Gender));
        Assert.Equal(new SamplePlace("Gateway Icarus-8", Root + "location/8"), character.Origin);
        Assert.Equal(new SamplePlace("Colony Kepler-110", Root + "location/110"), character.Location);
        Assert.Equal([Root + "episode/8", Root + "episode/26"], character.Episode);
        Assert.Equal("2017-11-04T19:31:39.990Z", character.Created);
    }

    [Fact]
    public void Create_AnotherSeed_IsOtherData() =>
        Assert.NotEqual(Names(new CharacterGenerator(51, 126, seed: 5)), Names(new CharacterGenerator(51, 126, seed: 6)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(51)]
    public void Episodes_AnyCharacter_AreDistinctAscendingAndExist(int episodes)
    {
        CharacterGenerator generator = new(episodes, 10, seed: 3);

        for (int id = 1; id <= 2000; id++)
        {
            int[] listed = [.. generator.Episodes(id)];

            Assert.NotEmpty(listed);
            Assert.Equal(listed.Distinct().Order(), listed);
            Assert.All(listed, episode => Assert.InRange(episode, 1, episodes));
        }
    }

    [Fact]
    public void Create_ManyCharacters_UsesEveryWord()
    {
        CharacterGenerator generator = new(51, 126, seed: 1);
        SampleCharacter[] all = [.. Enumerable.Range(1, 20_000).Select(id => generator.Create(id, Root))];

        Assert.Equal(Vocabulary.Statuses.ToHashSet(), all.Select(static character => character.Status).ToHashSet());
        Assert.Equal(Vocabulary.Species.ToHashSet(), all.Select(static character => character.Species!).ToHashSet());
        Assert.Equal(Vocabulary.Types.ToHashSet(), all.Select(static character => character.Type).ToHashSet());
        Assert.Equal(Vocabulary.Genders.ToHashSet(), all.Select(static character => character.Gender).ToHashSet());
        Assert.Equal(127, all.Select(static character => character.Location).Distinct().Count());
        Assert.Equal(127, all.Select(static character => character.Origin).Distinct().Count());
    }

    private static string[] Names(CharacterGenerator generator) => [.. Enumerable.Range(1, 20).Select(id => generator.Create(id, Root).Name)];
}
