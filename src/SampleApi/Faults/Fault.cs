namespace CharacterFanOut.SampleApi.Faults;

/// <summary>How an answer is not the one that was asked for.</summary>
internal enum MalformedKind
{
    NotJson, // an HTML page
    Truncated, // JSON that ends in the middle, in an answer that is complete
    MissingField, // a character without its species
    WrongId,
    Oversized, // the right answer, and more than a megabyte of white space
    BadGzip, // the right answer, declared as gzip, which it is not
    CutOff, // half of the bytes that Content-Length announces; then the connection closes
}

/// <summary>What goes wrong with requests: those of one id, or all.</summary>
/// <param name="RetryAfter">The Retry-After header, any text; a number is one too.</param>
/// <param name="Headers">Headers to send beside the usual ones or instead of them.</param>
/// <param name="Latency">The latency, in place of everyone's.</param>
/// <param name="Times">For how many requests, at least 1; null for all.</param>
/// <param name="Seconds">For how many seconds after it was set; null for ever.</param>
internal sealed record Fault(
    int? Status = null,
    [property: JsonConverter(typeof(HeaderTextConverter))] string? RetryAfter = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Body = null,
    MalformedKind? Malformed = null,
    bool Hang = false,
    bool Reset = false,
    Latency? Latency = null,
    int? Times = null,
    double? Seconds = null) : IJsonOnDeserialized
{
    private long start;
    private int used;

    /// <summary>Starts the time that <see cref="Seconds"/> limits.</summary>
    public void Start(TimeProvider time) => start = time.GetTimestamp();

    /// <summary>Whether the fault applies to one more request.</summary>
    public bool TryUse(TimeProvider time) =>
        (Seconds is null || time.GetElapsedTime(start).TotalSeconds < Seconds) && (Times is null || Interlocked.Increment(ref used) <= Times);

    public void OnDeserialized()
    {
        bool[] kinds = [Status is not null || Body is not null, Malformed is not null, Hang, Reset];
        string? error =
            kinds.Count(static kind => kind) > 1 ? "A fault has one of status (with or without body), malformed, hang and reset."
            : Status is < 200 or > 599 ? $"'status' is {Status}; it has to be from 200 to 599."
            : Times < 1 || Seconds < 0 ? "'times' has to be 1 or more, and 'seconds' 0 or more."
            : Headers?.All(static header => HeaderTextConverter.IsName(header.Key) && HeaderTextConverter.IsText(header.Value)) == false
                ? "A header's name is letters, digits and dashes, and its text has no control characters."
            : null;
        if (error is not null)
        {
            throw new JsonException(error);
        }
    }
}

/// <summary>Everything that goes wrong at the moment. Replaced as a whole when it changes.</summary>
/// <param name="RetryAfter">The Retry-After of what is throttled, any text; null for the time until there is room again.</param>
internal sealed record FaultSettings(
    Latency Latency,
    double Fail,
    ThrottleRate? Throttle,
    [property: JsonConverter(typeof(HeaderTextConverter))] string? RetryAfter,
    double Malformed,
    double Hang,
    Fault? All,
    IReadOnlyDictionary<long, Fault?> Ids) : IJsonOnDeserialized
{
    public static FaultSettings From(SampleApiOptions options) => new(
        options.Latency,
        options.Fail,
        options.Throttle,
        options.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture),
        options.Malformed,
        options.Hang,
        All: null,
        Ids: new Dictionary<long, Fault?>());

    /// <summary>Applies a change: what it names is set, null sets the default, and everything else stays as it is.</summary>
    /// <exception cref="JsonException">A name is unknown, or a value wrong.</exception>
    public FaultSettings With(JsonObject change, TimeProvider time)
    {
        JsonObject merged = JsonSerializer.SerializeToNode(this, SampleApiJson.Options)!.AsObject();
        JsonObject defaults = JsonSerializer.SerializeToNode(From(new SampleApiOptions()), SampleApiJson.Options)!.AsObject();
        foreach ((string name, JsonNode? value) in change)
        {
            merged[name] = (value ?? defaults[name])?.DeepClone();
        }

        FaultSettings next = merged.Deserialize<FaultSettings>(SampleApiJson.Options)!;
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
        double[] shares = [Fail, Malformed, Hang];
        string? error =
            shares.Any(static share => share is < 0 or > 1) ? "'fail', 'malformed' and 'hang' are shares of the requests; each has to be a number from 0 to 1."
            : Ids.Keys.Any(static id => id < 1) ? "'ids' has ids of characters as names: whole numbers from 1."
            : null;
        if (error is not null)
        {
            throw new JsonException(error);
        }
    }
}
