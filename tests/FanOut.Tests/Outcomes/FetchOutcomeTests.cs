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
            new FetchOutcome<CharacterFacts> { Id = id, Unavailable = new(reason, TimeSpan.FromMilliseconds(wait), kind, message), Attempts = wait % 5 });
        Gen.OneOf(Gens.FinalOutcome, unavailable).Sample(outcome =>
        {
            foreach (var options in Options)
            {
                Assert.Equal(outcome, JsonSerializer.Deserialize<FetchOutcome<CharacterFacts>>(JsonSerializer.Serialize(outcome, options), options));
            }
        });
    }

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
