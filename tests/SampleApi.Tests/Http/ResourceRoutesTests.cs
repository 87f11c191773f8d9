using System.Net;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Tests.Http;

public sealed class ResourceRoutesTests
{
    [Fact]
    public async Task Character_One_HasThePublicApisFieldsInOrder()
    {
        await using RunningApi api = await RunningApi.StartAsync();

        JsonElement character = await api.JsonAsync("character/42");

        Assert.Equal(
            ["id", "name", "status", "species", "type", "gender", "origin", "location", "image", "episode", "url", "created"],
            character.EnumerateObject().Select(static field => field.Name));
        Assert.Equal(["name", "url"], character.GetProperty("origin").EnumerateObject().Select(static field => field.Name));
        Assert.Equal(42, character.GetProperty("id").GetInt32());
        Assert.Equal($"{api.BaseAddress}character/42", character.GetProperty("url").GetString());
        Assert.Equal($"{api.BaseAddress}character/avatar/42.jpeg", character.GetProperty("image").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", character.GetProperty("created").GetString());
    }

    [Theory]
    [InlineData("episode/7", "id,name,air_date,episode,characters,url,created")]
    [InlineData("location/7", "id,name,type,dimension,residents,url,created")]
    [InlineData("character", "info,results")]
    public async Task Others_One_HaveThePublicApisFieldsInOrder(string path, string fields)
    {
        await using RunningApi api = await RunningApi.StartAsync();

        JsonElement answer = await api.JsonAsync(path);

        Assert.Equal(fields.Split(','), answer.EnumerateObject().Select(static field => field.Name));
    }

    [Theory]
    [InlineData("character/827", 404, "Character not found")]
    [InlineData("character/0", 404, "Character not found")]
    [InlineData("character/-1", 404, "Character not found")]
    [InlineData("episode/52", 404, "Episode not found")]
    [InlineData("location/127", 404, "Location not found")]
    [InlineData("character/rick", 500, "Hey! you must provide an id")]
    [InlineData("character/1,rick", 500, "Hey! you must provide an id")]
    [InlineData("character/[1", 500, "Bad... bad array :/")]
    [InlineData("character/[1,rick]", 500, "Bad... bad array :/")]
    [InlineData("character?page=43", 404, "There is nothing here")]
    [InlineData("character?name=nobody-has-this", 404, "There is nothing here")]
    [InlineData("character/avatar/1.jpeg", 404, "There is nothing here")]
    [InlineData("planet", 404, "There is nothing here.")]
    [InlineData("character/1/2", 404, "There is nothing here.")]
    public async Task Anything_Wrong_GetsThePublicApisError(string path, int status, string error)
    {
        await using RunningApi api = await RunningApi.StartAsync();

        (HttpStatusCode answered, string body) = await api.GetAsync(path);

        Assert.Equal((status, $$"""{"error":"{{error}}"}"""), ((int)answered, body));
    }

    [Theory]
    [InlineData("character/3,1,2")]
    [InlineData("character/1,2,3,3,9999,0")]
    [InlineData("character/[1,2,3]")]
    [InlineData("character//1,2,3/")]
    public async Task Several_SomeUnknownOrTwice_AreThoseFoundInOrder(string path)
    {
        await using RunningApi api = await RunningApi.StartAsync();

        JsonElement characters = await api.JsonAsync(path);

        Assert.Equal([1, 2, 3], characters.EnumerateArray().Select(static character => character.GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task Page_NoFilter_CoversEveryCharacterOnceByFollowingNext()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Characters = 101 });
        List<int> ids = [];
        List<string?> previous = [];

        for (string? url = "character"; url is not null;)
        {
            JsonElement page = await api.JsonAsync(url);
            JsonElement info = page.GetProperty("info");
            Assert.Equal((101, 6), (info.GetProperty("count").GetInt32(), info.GetProperty("pages").GetInt32()));
            ids.AddRange(page.GetProperty("results").EnumerateArray().Select(static character => character.GetProperty("id").GetInt32()));
            previous.Add(info.GetProperty("prev").GetString());
            url = info.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(1, 101), ids);
        Assert.Equal([null, .. Enumerable.Range(1, 5).Select(page => $"{api.BaseAddress}character?page={page}")], previous);
    }

    [Theory]
    [InlineData("name=RICK")]
    [InlineData("status=dead")]
    [InlineData("species=human")]
    [InlineData("type=clone")]
    [InlineData("gender=male")]
    [InlineData("gender=female&status=alive&species=alien")]
    public async Task Page_Filtered_CountsAndShowsExactlyWhatMatches(string query)
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Characters = 300 });
        List<JsonElement> everybody = [];
        for (int page = 1; page <= 15; page++)
        {
            everybody.AddRange((await api.JsonAsync($"character?page={page}")).GetProperty("results").EnumerateArray());
        }

        List<int> found = [];
        int count = 0;
        for (string? url = "character?" + query; url is not null;)
        {
            JsonElement page = await api.JsonAsync(url);
            count = page.GetProperty("info").GetProperty("count").GetInt32();
            found.AddRange(page.GetProperty("results").EnumerateArray().Select(static character => character.GetProperty("id").GetInt32()));
            url = page.GetProperty("info").GetProperty("next").GetString();
        }

        Assert.Equal(everybody.Where(character => Matches(character, query)).Select(static character => character.GetProperty("id").GetInt32()), found);
        Assert.NotEmpty(found);
        Assert.Equal(found.Count, count);
    }

    [Fact]
    public async Task Page_FilterWithBlanksAndUnknownKeys_KeepsTheFilterInNext()
    {
        await using RunningApi api = await RunningApi.StartAsync();

        JsonElement info = (await api.JsonAsync("character?colour=blue&species=%20mythological%20creature%20&page=x")).GetProperty("info");

        Assert.Equal($"{api.BaseAddress}character?page=2&species=mythological%20creature", info.GetProperty("next").GetString());
        Assert.Null(info.GetProperty("prev").GetString());
    }

    [Fact]
    public async Task World_EpisodesAndLocations_AgreeWithTheirCharacters()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Characters = 60, Episodes = 7, Locations = 5 });
        JsonElement[] characters = [.. (await api.JsonAsync(
            "character/" + string.Join(',', Enumerable.Range(1, 60)))).EnumerateArray()];

        foreach (JsonElement episode in (await api.JsonAsync("episode")).GetProperty("results").EnumerateArray())
        {
            Assert.Equal(
                Urls(characters, episode, static (character, url) => Strings(character.GetProperty("episode")).Contains(url)),
                Strings(episode.GetProperty("characters")));
        }

        foreach (JsonElement location in (await api.JsonAsync("location")).GetProperty("results").EnumerateArray())
        {
            Assert.Equal(
                Urls(characters, location, static (character, url) => character.GetProperty("location").GetProperty("url").GetString() == url),
                Strings(location.GetProperty("residents")));
        }
    }

    [Fact]
    public async Task Character_AMillionOfThem_LastOneIsThere()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Characters = 1_000_000 });

        Assert.Equal(1_000_000, (await api.JsonAsync("character/1000000")).GetProperty("id").GetInt32());
        Assert.Equal(50_000, (await api.JsonAsync("character?page=50000")).GetProperty("info").GetProperty("pages").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("character/1000001")).Status);
    }

    private static IEnumerable<string> Urls(JsonElement[] characters, JsonElement thing, Func<JsonElement, string, bool> belongs) => characters
        .Where(character => belongs(character, thing.GetProperty("url").GetString()!))
        .Select(static character => character.GetProperty("url").GetString()!);

    private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(static item => item.GetString()!);

    private static bool Matches(JsonElement character, string query) => query.Split('&').Select(static filter => filter.Split('=')).All(filter =>
    {
        string value = character.GetProperty(filter[0]).GetString()!;
        return filter[1] == "male"
            ? value.Equals("Male", StringComparison.Ordinal)
            : value.Contains(filter[1], StringComparison.OrdinalIgnoreCase);
    });
}
