using System.Text.Json;

namespace CharacterFanOut;

/// <summary>
/// Reads a request out of JSON and says what is wrong with each field, all of them at once rather than the first alone.
/// </summary>
/// <param name="limits">What the host allows.</param>
public sealed class FanOutRequestReader(FanOutLimits limits)
{
    private static readonly string[] Fields =
        ["ids", "batchSize", "maxConcurrency", "onFailure", "maxFailures", "outageTimeout", "saveCharacters", "notifyUri", "labels", "breakdowns", "id"];

    // Below lie the ports of mail, shells and the like, which may take a POST for commands of their own.
    private const int FirstFreePort = 1024;
    private const int HttpsPort = 443;

    private readonly SortedDictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    /// <summary>What is wrong, by field; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => errors.ToDictionary(e => e.Key, e => e.Value.ToArray());

    /// <summary>The id that the caller chose for the fan-out, if any; set by <see cref="Read"/>.</summary>
    public string? ChosenId { get; private set; }

    /// <summary>Reads a request; null when something is wrong, and then <see cref="Errors"/> says what.</summary>
    public FanOutRequest? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Refuse("", "The body must be a JSON object such as {\"ids\":\"1-99\"}.");
            return null;
        }

        foreach (var member in json.EnumerateObject().Where(m => !Fields.Contains(m.Name)))
        {
            Refuse(member.Name, $"There is no such field; the fields are {string.Join(", ", Fields)}.");
        }

        ChosenId = Text(json, "id") is { } id && Check("id", FanOutId.WhatIsWrongWith(id)) ? id : null;
        var onFailure = OnFailureOf(json);
        var request = new FanOutRequest
        {
            Ids = IdsOf(json),
            BatchSize = Has(json, "batchSize", out _) ? (int)Number(json, "batchSize", 1, FanOutRequest.MaxBatchSize, 1) : null,
            MaxConcurrency = (int)Number(json, "maxConcurrency", 1, FanOutRequest.MaxMaxConcurrency, FanOutRequest.DefaultMaxConcurrency),
            OnFailure = onFailure,
            MaxFailures = MaxFailuresOf(json, onFailure),
            OutageTimeout = OutageTimeoutOf(json),
            SaveCharacters = SaveCharactersOf(json),
            NotifyUri = NotifyUriOf(json),
            Labels = LabelsOf(json),
            Breakdowns = BreakdownsOf(json),
        };
        return errors.Count == 0 ? request : null;
    }

    private IdSet IdsOf(JsonElement json)
    {
        if (!Has(json, "ids", out var value))
        {
            Refuse("ids", "Say which ids to fetch, such as \"1-99\" or [1,2,3].");
            return IdSet.Empty;
        }

        try
        {
            var ids = value.Deserialize<IdSet>()!;
            if (ids.IsEmpty)
            {
                Refuse("ids", "Name at least one id.");
            }
            else if (!ids.IsAll && ids.Count > limits.MaxIds)
            {
                Refuse("ids", $"\"{Shortened(ids)}\" names {ids.Count} ids; at most {limits.MaxIds} are allowed (FanOut:MaxIds).");
            }

            return ids;
        }
        catch (JsonException e)
        {
            Refuse("ids", e.InnerException?.Message ?? e.Message);
            return IdSet.Empty;
        }
    }

    private OnFailure OnFailureOf(JsonElement json)
    {
        var text = Text(json, "onFailure");
        Check("onFailure", text is null or "continue" or "abort" ? null : $"\"{text}\" is not one of continue, abort.");
        return text == "abort" ? OnFailure.Abort : OnFailure.Continue;
    }

    private long MaxFailuresOf(JsonElement json, OnFailure onFailure)
    {
        if (onFailure != OnFailure.Abort && Has(json, "maxFailures", out _))
        {
            Refuse("maxFailures", "It has a meaning only with \"onFailure\": \"abort\".");
            return 0;
        }

        return Number(json, "maxFailures", 0, limits.MaxIds, 0);
    }

    private TimeSpan? OutageTimeoutOf(JsonElement json)
    {
        if (Text(json, "outageTimeout") is not { } text)
        {
            return null;
        }

        if (Durations.TryParse(text, out var time) && time >= TimeSpan.Zero && time <= FanOutRequest.MaxOutageTimeout)
        {
            return time;
        }

        Refuse("outageTimeout", $"\"{text}\" is not a time from 0 to 7 days such as 01:30:00 (hours, minutes, seconds), 1.00:00:00 (a day) or PT90M.");
        return null;
    }

    private bool SaveCharactersOf(JsonElement json)
    {
        if (Has(json, "saveCharacters", out var value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse("saveCharacters", $"{Shown(value)} is not true or false.");
        }

        return value.ValueKind != JsonValueKind.False;
    }

    private Uri? NotifyUriOf(JsonElement json)
    {
        if (Text(json, "notifyUri") is not { } text)
        {
            return null;
        }

        Check("notifyUri", limits.CanNotify ? null : "This host has no key to sign notices with: set FanOut:NotifyKey.");
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (limits.AllowPrivateNotify && uri.Scheme == Uri.UriSchemeHttp)))
        {
            Check("notifyUri", uri.UserInfo.Length > 0 ? "must not carry a user name or a password." : null);
            Check("notifyUri", !limits.AllowPrivateNotify && NotifyAddress.IsPrivate(uri)
                ? "points to this machine or into a private network; only addresses of the open internet are told." : null);
            Check("notifyUri", !limits.AllowPrivateNotify && uri.Port != HttpsPort && uri.Port < FirstFreePort
                ? $"has the port {uri.Port}, where something else than the web listens: use {HttpsPort}, or one from {FirstFreePort} up." : null);
            return uri;
        }

        Refuse("notifyUri", $"\"{text}\" is not an absolute https URI.");
        return null;
    }

    private SortedDictionary<string, string>? LabelsOf(JsonElement json)
    {
        if (!Has(json, "labels", out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(static label => label.Value.ValueKind != JsonValueKind.String))
        {
            Refuse("labels", $"{Shown(value)} is not an object of texts such as {{\"team\":\"alpha\"}}.");
            return null;
        }

        // In one order: however they are written, it is the same request.
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in value.EnumerateObject())
        {
            labels[label.Name] = label.Value.GetString()!;
            Check("labels", Labels.WhatIsWrongWith(label.Name, labels[label.Name]));
        }

        Check("labels", labels.Count > Labels.MaxCount ? $"There are {labels.Count} of them; at most {Labels.MaxCount} are allowed." : null);
        return labels.Count > 0 ? labels : null;
    }

    private string[]? BreakdownsOf(JsonElement json)
    {
        if (!Has(json, "breakdowns", out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static path => path.ValueKind != JsonValueKind.String))
        {
            Refuse("breakdowns", $"{Shown(value)} is not a list of paths such as [\"address.city\"].");
            return null;
        }

        string[] paths = [.. value.EnumerateArray().Select(static path => path.GetString()!).Distinct(StringComparer.Ordinal)];
        foreach (var path in paths.Where(static path => path.Length is 0 or > Tally.MaxNameLength || path.Split('.').Contains("") || path.Any(char.IsControl)))
        {
            Refuse("breakdowns", $"\"{TextCut.Start(path, 40)}\" is not a path such as address.city, of at most {Tally.MaxNameLength} characters.");
        }

        Check("breakdowns", paths.Length > FanOutRequest.MaxBreakdowns ? $"There are {paths.Length} of them; at most {FanOutRequest.MaxBreakdowns} are allowed." : null);
        return paths.Length > 0 ? paths : null;
    }

    private long Number(JsonElement json, string field, long min, long max, long otherwise)
    {
        if (!Has(json, field, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(field, $"{Shown(value)} is not a whole number from {min} to {max}.");
        return otherwise;
    }

    private string? Text(JsonElement json, string field)
    {
        if (!Has(json, field, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Refuse(field, $"{Shown(value)} is not text.");
        return null;
    }

    // A field that is null says the same as one that is not there.
    private static bool Has(JsonElement json, string field, out JsonElement value) =>
        json.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null;

    private bool Check(string field, string? error)
    {
        if (error is not null)
        {
            Refuse(field, error);
        }

        return error is null;
    }

    private void Refuse(string field, string error)
    {
        if (!errors.TryGetValue(field, out var list))
        {
            errors[field] = list = [];
        }

        list.Add(error);
    }

    private static string Shown(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.Length <= 40 ? raw : $"{TextCut.Start(raw, 40)}…";
    }

    private static string Shortened(IdSet ids) => ids.Ranges.Count <= 3 ? ids.ToString() : $"{ids.Ranges[0]},…,{ids.Ranges[^1]}";
}
