using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// Reads and writes an outcome as one object: <c>{"outcome":"fetched","id":1,"elapsedMicroseconds":…,"attempts":1,"character":{…}}</c>,
/// <c>{"outcome":"failed","id":…,"failure":{…}}</c>,
/// <c>{"outcome":"unavailable","id":…,"reason":…,"retryAfterMilliseconds":…,"kind":…,"message":…,"attempts":…}</c> or
/// <c>{"outcome":"otherUpstream","id":…,"upstream":…}</c>. Histories of an earlier version have <c>throttling</c> in place of <c>unavailable</c>,
/// without a reason.
/// </summary>
internal sealed class FetchOutcomeJsonConverter<TOutcome, TCharacter> : JsonConverter<TOutcome>
    where TOutcome : FetchOutcome<TCharacter>
    where TCharacter : notnull
{
    public override TOutcome Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (outcome, id, elapsed, attempts, retryAfter, message, upstream) = (default(string), 0, 0L, 0, 0L, "", "");
        var kind = FailureKind.Throttled;
        var reason = WaitReason.Throttled;
        var character = default(TCharacter);
        var failure = default(FetchFailure);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "outcome": outcome = reader.GetString(); break;
                case "id": id = reader.GetInt32(); break;
                case "elapsedMicroseconds": elapsed = reader.GetInt64(); break;
                case "attempts": attempts = reader.GetInt32(); break;
                case "retryAfterMilliseconds": retryAfter = reader.GetInt64(); break;
                case "reason": reason = Read<WaitReason>(ref reader, options); break;
                case "kind": kind = Read<FailureKind>(ref reader, options); break;
                case "message": message = reader.GetString() ?? ""; break;
                case "upstream": upstream = reader.GetString() ?? ""; break;
                case "character": character = Read<TCharacter>(ref reader, options); break;
                case "failure": failure = Read<FetchFailure>(ref reader, options); break;
                default: reader.Skip(); break;
            }
        }

        FetchOutcome<TCharacter> read = outcome switch
        {
            "fetched" when character is not null => new FetchOutcome<TCharacter>.Fetched(id, character, TimeSpan.FromMicroseconds(elapsed), attempts),
            "failed" when failure is not null => new FetchOutcome<TCharacter>.Failed(failure),
            "otherUpstream" => new FetchOutcome<TCharacter>.OtherUpstream(id, upstream),
            "unavailable" or "throttling" =>
                new FetchOutcome<TCharacter>.Unavailable(id, reason, TimeSpan.FromMilliseconds(retryAfter), kind, message, attempts),
            _ => throw new JsonException($"\"{outcome}\" is not the outcome of a fetch, or it lacks its character or failure."),
        };
        return read as TOutcome
            ?? throw new JsonException($"The outcome is \"{outcome}\", which is not a {typeToConvert.Name}.");
    }

    public override void Write(Utf8JsonWriter writer, TOutcome value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch ((FetchOutcome<TCharacter>)value)
        {
            case FetchOutcome<TCharacter>.Fetched fetched:
                writer.WriteString("outcome", "fetched");
                writer.WriteNumber("id", fetched.Id);
                writer.WriteNumber("elapsedMicroseconds", (long)fetched.Elapsed.TotalMicroseconds);
                writer.WriteNumber("attempts", fetched.Attempts);
                writer.WritePropertyName("character");
                Write(writer, fetched.Character, options);
                break;
            case FetchOutcome<TCharacter>.Failed failed:
                writer.WriteString("outcome", "failed");
                writer.WriteNumber("id", failed.Id);
                writer.WritePropertyName("failure");
                Write(writer, failed.Failure, options);
                break;
            case FetchOutcome<TCharacter>.Unavailable unavailable:
                writer.WriteString("outcome", "unavailable");
                writer.WriteNumber("id", unavailable.Id);
                writer.WritePropertyName("reason");
                Write(writer, unavailable.Reason, options);
                writer.WriteNumber("retryAfterMilliseconds", (long)Math.Ceiling(unavailable.RetryAfter.TotalMilliseconds));
                writer.WriteString("kind", FailureKinds.Name(unavailable.Kind));
                writer.WriteString("message", unavailable.Message);
                writer.WriteNumber("attempts", unavailable.Attempts);
                break;
            case FetchOutcome<TCharacter>.OtherUpstream other:
                writer.WriteString("outcome", "otherUpstream");
                writer.WriteNumber("id", other.Id);
                writer.WriteString("upstream", other.Upstream);
                break;
        }

        writer.WriteEndObject();
    }

    // By its converter, not by JsonSerializer: that would read the value twice, first to find its end. Null is no character and no failure.
    private static T? Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : Converter<T>(options).Read(ref reader, typeof(T), options);

    private static void Write<T>(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        Converter<T>(options).Write(writer, value, options);

    private static JsonConverter<T> Converter<T>(JsonSerializerOptions options) => (JsonConverter<T>)options.GetConverter(typeof(T));
}
