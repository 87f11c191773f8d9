using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Tests.Http;

public sealed class CharacterRoutesTests
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
    [InlineData("character/827", 404, "Character not found")]
    [InlineData("character/0", 404, "Character not found")]
    [InlineData("character/-1", 404, "Character not found")]
    [InlineData("character/rick", 500, "Hey! you must provide an id")]
    [InlineData("character?page=43", 404, "There is nothing here")]
    [InlineData("planet", 404, "There is nothing here.")]
    [InlineData("character/1/2", 404, "There is nothing here.")]
    public async Task Request_Wrong_GetsThePublicApisError(string path, int status, string error)
    {
        await using RunningApi api = await RunningApi.StartAsync();

        (HttpStatusCode answered, string body) = await api.GetAsync(path);

        Assert.Equal((status, $$"""{"error":"{{error}}"}"""), ((int)answered, body));
    }

    [Fact]
    public async Task Page_FollowingNext_CoversEveryCharacterOnce()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Characters = 101 });
        List<int> ids = [];
        List<string?> previous = [];

        for (string? url = "character?page=nonsense"; url is not null;)
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

    [Fact]
    public async Task Page_Any_HasTheCharactersAsTheyAreByThemselves()
    {
        await using RunningApi api = await RunningApi.StartAsync();

        JsonElement page = await api.JsonAsync("character?page=2");

        Assert.Equal((await api.GetAsync("character/21")).Body, page.GetProperty("results")[0].GetRawText());
    }

    [Fact]
    public async Task Character_AMillionOfThem_LastOneIsThere()
    {
        await using RunningApi api = await RunningApi.StartAsync(new SampleApiOptions { Characters = 1_000_000 });

        Assert.Equal(1_000_000, (await api.JsonAsync("character/1000000")).GetProperty("id").GetInt32());
        Assert.Equal(50_000, (await api.JsonAsync("character?page=50000")).GetProperty("info").GetProperty("pages").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("character/1000001")).Status);
    }

    [Fact]
    public async Task Request_InAProcessThatTracesItsOwn_IsNotTraced()
    {
        List<string> sources = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                lock (sources)
                {
                    sources.Add(activity.Source.Name);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using RunningApi api = await RunningApi.StartAsync();

        await api.GetAsync("character/1");

        lock (sources)
        {
            Assert.Contains("CharacterFanOut.SampleApi", sources);
            Assert.DoesNotContain("Microsoft.AspNetCore", sources);
        }
    }
}
