using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>Everything that goes wrong at the moment. Replaced as a whole when it changes.</summary>
internal sealed record FaultSettings : IJsonOnDeserialized
{
    public Latency Latency { get; init; } = Latency.None;

    /// <summary>The share of requests that is answered 500.</summary>
    public double Fail { get; init; }

    /// <summary>The rate above which requests are answered 429.</summary>
    public ThrottleRate? Throttle { get; init; }

    /// <summary>The Retry-After of those, any text; null for the time until there is room again.</summary>
    [JsonConverter(typeof(HeaderTextConverter))]
    public string? RetryAfter { get; init; }

    /// <summary>The share of requests whose answer is no character.</summary>
    public double Malformed { get; init; }

    /// <summary>The share of requests that is never answered.</summary>
    public double Hang { get; init; }

    /// <summary>The fault of every request: an outage.</summary>
    public Fault? All { get; init; }

    /// <summary>The faults of single characters.</summary>
    public IReadOnlyDictionary<long, Fault?> Ids { get; init; } = new Dictionary<long, Fault?>();

    /// <summary>Applies a change: what it names is set, null sets the default, and everything else stays as it is.</summary>
    /// <exception cref="JsonException">A name is unknown, or a value wrong.</exception>
    public FaultSettings With(JsonObject change, TimeProvider time)
    {
        JsonObject merged = SampleApiJson.ToObject(this);
        JsonObject defaults = SampleApiJson.ToObject(new FaultSettings());
        foreach ((string name, JsonNode? value) in change)
        {
            merged[name] = (value ?? defaults[name])?.DeepClone();
        }

        FaultSettings next = SampleApiJson.ToFaults(merged);
        foreach (Fault? fault in next.Ids.Values.Append(next.All))
        {
            fault?.Start(time);
        }

        // A fault that the change does not name keeps what is left of its times and seconds.
        return next with
        {
            All = change.ContainsKey("all") ? next.All : All,
            Ids = !change.TryGetPropertyValue("ids", out JsonNode? ids) ? Ids
                : ids is null ? next.Ids
                : next.Ids.UnionBy(Ids, static pair => pair.Key).Where(static pair => pair.Value is not null).OrderBy(static pair => pair.Key).ToDictionary(),
        };
    }

    public void OnDeserialized()
    {
        if (new[] { Fail, Malformed, Hang }.Any(static share => share is < 0 or > 1))
        {
            throw new JsonException("'fail', 'malformed' and 'hang' are shares of the requests; each has to be a number from 0 to 1.");
        }

        if (Ids.Keys.Any(static id => id < 1))
        {
            throw new JsonException("'ids' has ids of characters as names: whole numbers from 1.");
        }
    }
}
