using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>Reads a change of faults: what it names is changed, null switches off, and everything else stays as it is.</summary>
internal static class FaultReader
{
    /// <summary>Reads a change.</summary>
    /// <param name="change">The change, a JSON object.</param>
    /// <param name="now">The faults as they are.</param>
    /// <returns>The faults as they are to be.</returns>
    /// <exception cref="FormatException">A field is unknown or its value wrong; the message says which and what it can be.</exception>
    public static FaultSettings Read(JsonElement change, FaultSettings now)
    {
        FaultSettings next = now;
        foreach (JsonProperty field in Fields(change, "The body"))
        {
            JsonElement value = field.Value;
            bool off = value.ValueKind == JsonValueKind.Null;
            next = field.Name switch
            {
                "latency" => next with { Latency = off ? Latency.None : ReadLatency(field) },
                "fail" => next with { Fail = off ? 0 : Share(field) },
                "malformed" => next with { Malformed = off ? 0 : Share(field) },
                "hang" => next with { Hang = off ? 0 : Share(field) },
                "throttle" => next with { Throttle = off ? null : ReadRate(field) },
                "retryAfter" => next with { RetryAfterSeconds = off ? null : Whole(field, 0, SampleApiOptions.MaxRetryAfterSeconds) },
                "ids" => next with { Ids = off ? FrozenDictionary<long, TargetedFault>.Empty : ReadIds(field, now) },
                _ => throw Unknown(field, "latency, fail, throttle, retryAfter, malformed, hang, ids"),
            };
        }

        return next;
    }

    private static FrozenDictionary<long, TargetedFault> ReadIds(JsonProperty ids, FaultSettings now)
    {
        Dictionary<long, TargetedFault> faults = new(now.Ids);
        foreach (JsonProperty id in Fields(ids.Value, "'ids'"))
        {
            if (!long.TryParse(id.Name, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number == 0)
            {
                throw new FormatException($"'ids' has '{id.Name}', which is not a character's id. Use whole numbers from 1 as names.");
            }

            faults.Remove(number);
            if (id.Value.ValueKind != JsonValueKind.Null)
            {
                faults.Add(number, ReadFault(id));
            }
        }

        return faults.ToFrozenDictionary();
    }

    private static TargetedFault ReadFault(JsonProperty id)
    {
        Dictionary<string, JsonProperty> fields = Fields(id.Value, $"'{id.Name}'").ToDictionary(static field => field.Name);
        string[] known = ["status", "retryAfter", "malformed", "hang", "reset", "latency", "times"];
        foreach (JsonProperty field in fields.Values.Where(field => !known.Contains(field.Name)))
        {
            throw Unknown(field, string.Join(", ", known));
        }

        if (fields.Keys.Count(static name => name is "status" or "malformed" or "hang" or "reset") > 1)
        {
            throw new FormatException($"'{id.Name}' has more than one of status, malformed, hang and reset. Leave one.");
        }

        T? Get<T>(string name, Func<JsonProperty, T> read) => fields.TryGetValue(name, out JsonProperty field) ? read(field) : default;

        return new TargetedFault(Get<int?>("times", static field => Whole(field, 1, int.MaxValue)))
        {
            Status = Get<int?>("status", static field => Whole(field, 200, 599)),
            RetryAfterSeconds = Get<int?>("retryAfter", static field => Whole(field, 0, SampleApiOptions.MaxRetryAfterSeconds)),
            Malformed = Get("malformed", ReadMalformed),
            Hang = Get("hang", Flag),
            Reset = Get("reset", Flag),
            Latency = Get("latency", ReadLatency),
        };
    }

    private static JsonElement.ObjectEnumerator Fields(JsonElement element, string what) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject()
        : throw new FormatException($"{what} is {element.GetRawText()}; it has to be an object.");

    private static Latency ReadLatency(JsonProperty field) =>
        Latency.TryParse(Text(field), out Latency latency, out string error) ? latency : throw new FormatException($"'{field.Name}': {error}");

    private static ThrottleRate ReadRate(JsonProperty field) =>
        ThrottleRate.TryParse(Text(field), out ThrottleRate rate, out string error) ? rate : throw new FormatException($"'{field.Name}': {error}");

    private static MalformedKind ReadMalformed(JsonProperty field) => Text(field) switch
    {
        "notJson" => MalformedKind.NotJson,
        "truncated" => MalformedKind.Truncated,
        "missingField" => MalformedKind.MissingField,
        "wrongId" => MalformedKind.WrongId,
        "oversized" => MalformedKind.Oversized,
        _ => throw Wrong(field, "notJson, truncated, missingField, wrongId or oversized"),
    };

    private static string? Text(JsonProperty field) =>
        field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : field.Value.GetRawText();

    private static bool Flag(JsonProperty field) =>
        field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? field.Value.GetBoolean() : throw Wrong(field, "true or false");

    private static double Share(JsonProperty field) =>
        field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDouble(out double share) && share is >= 0 and <= 1
            ? share
            : throw Wrong(field, "a number from 0 to 1");

    private static int Whole(JsonProperty field, int from, int to) =>
        field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out int number) && number >= from && number <= to
            ? number
            : throw Wrong(field, string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}"));

    private static FormatException Wrong(JsonProperty field, string right) =>
        new($"'{field.Name}' is {field.Value.GetRawText()}; it has to be {right}.");

    private static FormatException Unknown(JsonProperty field, string known) =>
        new($"There is no fault '{field.Name}'. There are: {known}.");
}
