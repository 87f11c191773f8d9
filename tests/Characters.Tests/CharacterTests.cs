using System.Text.Json;
using System.Text.Json.Nodes;

namespace CharacterFanOut.Characters.Tests;

public sealed class CharacterTests
{
    private const string Wire = """
        {"id":1,"name":"A","status":"Alive","species":"Human","type":"","gender":"Male","origin":{"name":"Earth","url":""},
         "location":{"name":"Earth","url":""},"image":"i","episode":["…/1","…/2"],"url":"u","created":"2017-11-04T18:48:46.250Z"}
        """;

    [Theory]
    [InlineData("2017-11-04T18:48:46.250Z")]
    [InlineData("2017-11-04T18:48:46.250")]
    [InlineData("2017-11-04T20:48:46.250+02:00")]
    [InlineData("2017-11-04T18:48:46.25-00:00")]
    public void Created_WithOrWithoutAZone_IsTheSameTimeInUtcWhereverTheMachineIs(string text)
    {
        string? zone = Environment.GetEnvironmentVariable("TZ");
        try
        {
            Environment.SetEnvironmentVariable("TZ", "Asia/Kolkata");
            TimeZoneInfo.ClearCachedData();
            Assert.NotEqual(TimeSpan.Zero, TimeZoneInfo.Local.BaseUtcOffset);

            DateTimeOffset created = Read(json => json["created"] = text).Created;

            Assert.Equal(new DateTimeOffset(2017, 11, 4, 18, 48, 46, 250, TimeSpan.Zero), created);
            Assert.Equal(TimeSpan.Zero, created.Offset);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
        }
    }

    [Fact]
    public void Episodes_WithANull_AreRefused()
    {
        JsonException exception = Assert.Throws<JsonException>(() => Read(json => json["episode"] = new JsonArray("…/1", null)));

        Assert.Contains("episode", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachField_MissingOrNull_IsRefused()
    {
        string[] fields = [.. JsonNode.Parse(Wire)!.AsObject().Select(static field => field.Key)];

        Assert.Equal(12, fields.Length);
        Assert.All(fields, static field =>
        {
            Assert.ThrowsAny<JsonException>(() => Read(json => json[field] = null));
            Assert.ThrowsAny<JsonException>(() => Read(json => json.Remove(field)));
        });
    }

    private static Character Read(Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(Wire)!.AsObject();
        change(json);
        return JsonSerializer.Deserialize(json.ToJsonString(), CharacterJsonContext.Default.Character)!;
    }
}
