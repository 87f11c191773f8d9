using System.Text.Json;
using CsCheck;

namespace CharacterFanOut.Tests.Outcomes;

public sealed class FetchOutcomeTests
{
    private static readonly JsonSerializerOptions[] Options =
    [
        new(), new(JsonSerializerDefaults.Web), new() { IncludeFields = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower },
    ];

    [Fact]
    public void Json_AnyOutcomeAnyOptions_RoundTrips()
    {
        var unavailable = Gen.Select(Gen.Int[1, 9], Gen.Enum<WaitReason>(), Gen.Int[0, 50_000_000], Gen.Enum<FailureKind>(), Gen.String, (id, reason, wait, kind, message) =>
            (FetchOutcome<CharacterFacts>)new FetchOutcome<CharacterFacts>.Unavailable(id, reason, TimeSpan.FromMilliseconds(wait), kind, message, wait % 5));
        var other = Gen.Select(Gen.Int[1, 9], Gen.String, (id, upstream) => (FetchOutcome<CharacterFacts>)new FetchOutcome<CharacterFacts>.OtherUpstream(id, upstream));
        Gen.OneOf(Gens.FinalOutcome, unavailable, other).Sample(outcome =>
        {
            foreach (var options in Options)
            {
                var json = JsonSerializer.Serialize(outcome, options);
                Assert.Equal(outcome, JsonSerializer.Deserialize<FetchOutcome<CharacterFacts>>(json, options));
                Assert.Equal(json, JsonSerializer.Serialize<object>(outcome, options));
            }
        });
    }

    [Fact]
    public void Json_ByCase_ReadsThatCaseOnly()
    {
        var json = JsonSerializer.Serialize(new FetchOutcome<string>.Unavailable(7, WaitReason.Throttled, TimeSpan.FromHours(12)));
        Assert.Equal(7, JsonSerializer.Deserialize<FetchOutcome<string>.Unavailable>(json)!.Id);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FetchOutcome<string>.Fetched>(json));
    }

    [Fact]
    public void Json_OfAnEarlierVersion_IsThrottled()
    {
        const string Json = """{"outcome":"throttling","id":7,"retryAfterMilliseconds":5000,"kind":"network","message":"away"}""";
        var read = JsonSerializer.Deserialize<FetchOutcome<string>.Unavailable>(Json)!;
        Assert.Equal(new FetchOutcome<string>.Unavailable(7, WaitReason.Throttled, TimeSpan.FromSeconds(5), FailureKind.Network, "away"), read);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"outcome\":\"fetched\",\"id\":1}")]
    [InlineData("{\"outcome\":\"failed\",\"id\":1}")]
    [InlineData("{\"outcome\":\"lost\",\"id\":1}")]
    public void Json_NotAnOutcome_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FetchOutcome<string>>(json));

    [Fact]
    public void FailureKind_OnTheWire_IsItsName()
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            Assert.Equal($"\"{FailureKinds.Name(kind)}\"", JsonSerializer.Serialize(kind));
        }
    }

    [Fact]
    public void Failure_LongMessage_IsCut()
    {
        var failure = new FetchFailure(1, FailureKind.Network, new string('x', 5000), 3);
        Assert.Equal(FetchFailure.MaxMessageLength, failure.Message.Length);
        Assert.Equal(failure, JsonSerializer.Deserialize<FetchFailure>(JsonSerializer.Serialize(failure)));
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("e\u0301")]
    [InlineData("👨‍👩‍👧")]
    public void Failure_LongMessage_IsCutBetweenCharacters(string character)
    {
        foreach (var before in Enumerable.Range(0, character.Length))
        {
            var text = new string('x', before) + string.Concat(Enumerable.Repeat(character, 300));
            var message = new FetchFailure(1, FailureKind.Network, text, 3).Message;
            Assert.InRange(message.Length, FetchFailure.MaxMessageLength - character.Length, FetchFailure.MaxMessageLength);
            Assert.Equal(0, (message.Length - before - 1) % character.Length);
        }
    }
}
