using CharacterFanOut.SampleApi.Data;

namespace CharacterFanOut.SampleApi.Tests.Data;

public sealed class SampleWorldTests
{
    [Fact]
    public async Task World_SameSeed_IsTheSameAndAnotherSeedIsNot()
    {
        Assert.Equal(await NamesAsync(seed: 5), await NamesAsync(seed: 5));
        Assert.NotEqual(await NamesAsync(seed: 5), await NamesAsync(seed: 6));
    }

    [Fact]
    public async Task World_MoreCharacters_LeavesTheFirstAsTheyWere() =>
        Assert.Equal(await NamesAsync(seed: 5), await NamesAsync(seed: 5, characters: 5000));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(51)]
    public void Appearances_AnyCharacter_AreDistinctAscendingAndAgreeWithContains(int episodes)
    {
        SampleWorld world = new(2000, episodes, 10, seed: 3, new Uri("http://127.0.0.1/api/"));

        for (int id = 1; id <= 2000; id++)
        {
            Appearances appearances = world.Appearances(id);
            int[] listed = [.. Enumerable.Range(0, appearances.Count).Select(index => appearances[index])];

            Assert.NotEmpty(listed);
            Assert.Equal(Enumerable.Range(1, episodes).Where(appearances.Contains), listed);
        }
    }

    [Fact]
    public void Character_ManyOfThem_UseEveryWord()
    {
        SampleWorld world = new(20_000, 51, 126, seed: 1, new Uri("http://127.0.0.1/api/"));
        CharacterTraits[] all = [.. Enumerable.Range(1, 20_000).Select(id => world.Character(id))];

        Assert.Equal(Vocabulary.Statuses.Length, all.Select(static traits => traits.Status).Distinct().Count());
        Assert.Equal(Vocabulary.Species.Length, all.Select(static traits => traits.Species).Distinct().Count());
        Assert.Equal(Vocabulary.Types.Length, all.Select(static traits => traits.Type).Distinct().Count());
        Assert.Equal(Vocabulary.Genders.Length, all.Select(static traits => traits.Gender).Distinct().Count());
        Assert.Equal(127, all.Select(static traits => traits.Location).Distinct().Count());
        Assert.Equal(127, all.Select(static traits => traits.Origin).Distinct().Count());
    }

    private static async Task<string[]> NamesAsync(long seed, int characters = 826)
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Seed = seed, Characters = characters });
        return [.. (await api.JsonAsync("character")).GetProperty("results").EnumerateArray()
            .Select(static character => character.GetProperty("name").GetString() + character.GetProperty("created").GetString())];
    }
}
