using System.Text;
using System.Text.Json;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Characters.Tests;

/// <summary>Upstreams of something else than characters.</summary>
public sealed class AnyShapeTests
{
    private static readonly (string, string) Any = ("Shape", "any");

    [Fact]
    public async Task FetchAsync_FromATemplate_KeepsTheAnswerAsItCame()
    {
        await using SampleApiServer server = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using ServiceProvider services = Upstream.Services(new Uri($"{server.BaseAddress}character/{{id}}?key=s3cret"), TimeProvider.System, Any);
        CharacterClient client = services.GetRequiredService<CharacterClient>();
        using HttpClient http = new();

        Item item = Expect.Fetched(await client.FetchAsync(13)).Character!;

        Assert.Equal((13, false), (item.Id, item.IsCharacter));
        Assert.Equal(await http.GetStringAsync(new Uri(server.BaseAddress, "character/13")), item.Json.GetRawText());
        Assert.Equal($"Item 900: {server.BaseAddress}character/900?key=*** answered 404.", Expect.Failed(await client.FetchAsync(900)).Message);
        Assert.DoesNotContain("s3cret", client.Upstream, StringComparison.Ordinal);
        UpstreamException exception = await Assert.ThrowsAsync<UpstreamException>(() => client.CountAsync());
        Assert.Contains("name the ids", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, {\"id\": 8}]")]
    [InlineData("\"text\"")]
    [InlineData("7.50")]
    [InlineData("{\"item\":{},\"id\":\"x\"}")]
    [InlineData("\ufeff{}")]
    public async Task FetchAsync_AnyJson_IsKept(string json)
    {
        await using RawUpstream upstream = RawUpstream.Start(Ok(json), Any);

        Item item = Expect.Fetched(await upstream.Client.FetchAsync(7)).Character!;

        Assert.Equal(json.TrimStart('\ufeff'), item.Json.GetRawText());

        // And as it is stored it comes back.
        Item stored = JsonSerializer.Deserialize(JsonSerializer.Serialize(item, CharacterJsonContext.Default.Item), CharacterJsonContext.Default.Item)!;
        Assert.Equal((7, false), (stored.Id, stored.IsCharacter));
        Assert.True(JsonElement.DeepEquals(item.Json, stored.Json));
    }

    [Theory]
    [InlineData("null", "answered null")]
    [InlineData("{} {}", "answered something else than JSON")]
    [InlineData("<html>", "answered something else than JSON")]
    [InlineData("{\"a\":", "answered with only the beginning of something")]
    [InlineData("", "answered with only the beginning of something")]
    public async Task FetchAsync_NoJson_IsMalformed(string body, string why)
    {
        await using RawUpstream upstream = RawUpstream.Start(Ok(body), Any);

        FetchFailure failure = Expect.Failed(await upstream.Client.FetchAsync(7));

        Assert.Equal(FailureKind.Malformed, failure.Kind);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b", "1")]
    [InlineData("a.list", "x 2 true")]
    [InlineData("a.list.0", "x")]
    [InlineData("a.list.9", "")]
    [InlineData("a.none", "")]
    [InlineData("a.b.c", "")]
    [InlineData("n", "")]
    [InlineData("a.o", "{\"p\": 1}")]
    public void Find_APath_IsTheValueAsText(string path, string expected)
    {
        using JsonDocument json = JsonDocument.Parse("""{"a":{"b":1,"list":["x",2,true],"o":{"p": 1}},"n":null}""");

        Assert.Equal(expected, Item.TextOf(new Item(1, json.RootElement, IsCharacter: false).Find(path)));
    }

    private static byte[] Ok(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {bytes.Length}\r\n\r\n"), .. bytes];
    }
}
