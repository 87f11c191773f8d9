using System.Text.Json;

namespace CharacterFanOut.Tests.Ids;

public sealed class IdSetJsonConverterTests
{
    private static readonly JsonSerializerOptions SmallBuffer = new() { DefaultBufferSize = 128 };

    [Theory]
    [InlineData("\"1-99\"", "1-99")]
    [InlineData("\"1-20,42\"", "1-20,42")]
    [InlineData("[1,2,3]", "1-3")]
    [InlineData("{\"from\":1,\"to\":99}", "1-99")]
    [InlineData("{\"to\":9,\"from\":9}", "9")]
    [InlineData("[7,\"1-3,9\",{\"from\":20,\"to\":30}]", "1-3,7,9,20-30")]
    [InlineData("42", "42")]
    [InlineData("[]", "")]
    [InlineData("\"\"", "")]
    public void Read_EachForm_IsTheSet(string json, string expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<IdSet>(json)!.ToString());

    [Theory]
    [InlineData("[1,0]", "\"0\" is zero")]
    [InlineData("[-3]", "\"-3\" is negative")]
    [InlineData("[1.5]", "\"1.5\" is not a whole number")]
    [InlineData("[1e3]", "\"1e3\" is not a whole number")]
    [InlineData("[4294967296]", "\"4294967296\" is too large")]
    [InlineData("[99999999999999999999]", "\"99999999999999999999\" is too large")]
    [InlineData("[-99999999999999999999]", "\"-99999999999999999999\" is negative")]
    [InlineData("[\"9-2\"]", "\"9-2\" is reversed: write 2-9")]
    [InlineData("{\"from\":9,\"to\":2}", "\"9-2\" is reversed: write 2-9")]
    [InlineData("{\"from\":9}", "\"to\" is missing")]
    [InlineData("{\"to\":9}", "\"from\" is missing")]
    [InlineData("{\"from\":\"a\",\"to\":2}", "\"a\" is not an id")]
    [InlineData("{\"from\":1,\"to\":2,\"step\":2}", "\"step\" is not part of a range")]
    [InlineData("[true]", "\"true\" is not ids")]
    [InlineData("null", "\"null\" is not ids")]
    [InlineData("[[1]]", "\"[\" is not ids")]
    public void Read_BadToken_NamesTokenAndReason(string json, string message)
    {
        var e = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<IdSet>(json));
        Assert.StartsWith(message, e.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnySet_RoundTripsAsCompactText() => CsCheck.Check.Sample(Gens.AnyIdSet, set =>
    {
        var json = JsonSerializer.Serialize(set);
        Assert.Equal(JsonSerializer.Serialize(set.ToString()), json);
        Assert.Equal(set, JsonSerializer.Deserialize<IdSet>(json));
    });

    [Fact]
    public async Task Read_FromManySegments_IsTheSet()
    {
        var json = $"[{string.Join(',', Enumerable.Range(1, 50_000).Select(i => i * 2))}]";
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var set = await JsonSerializer.DeserializeAsync<IdSet>(stream, SmallBuffer);
        Assert.Equal(50_000, set!.Count);
    }
}
