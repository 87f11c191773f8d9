using System.Globalization;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>Reads out of a query which fan-outs are asked for.</summary>
internal static class FanOutFilter
{
    private static readonly string[] States = [.. Enum.GetNames<FanOutState>().Select(name => name.ToLowerInvariant())];

    public static IReadOnlyList<ApiParameterAttribute> Parameters { get; } =
    [
        new("status", "Only those in one of these states, with commas between."),
        new("label", "Only those with this label, as name=value, or as name for any value; may be repeated: those with all of them."),
        new("withFailures", "With true: only those with ids that failed.") { OneOf = "true,false" },
        new("from", "Only those accepted at this time or later, in RFC 3339."),
        new("to", "Only those accepted at this time or earlier, in RFC 3339."),
        new("top", $"At most so many; {FanOutQuery.DefaultTop} when not said.") { Least = 1, Most = FanOutQuery.MaxTop },
        new("continuation", "Where the answer before ended, as it said."),
    ];

    /// <summary>What is asked for; the errors, by parameter, are empty when it can be used.</summary>
    public static (FanOutQuery Query, Dictionary<string, string[]> Errors) Read(HttpRequest request)
    {
        var errors = new Dictionary<string, string[]>();
        return (
            new(
                StatesOf(request, errors),
                TimeOf(request, "from", errors),
                TimeOf(request, "to", errors),
                LabelsOf(request, errors),
                string.Equals(request.Query["withFailures"], "true", StringComparison.OrdinalIgnoreCase),
                TopOf(request, errors),
                AfterOf(request, errors)),
            errors);
    }

    private static KeyValuePair<string, string?>[] LabelsOf(HttpRequest request, Dictionary<string, string[]> errors)
    {
        var labels = request.Query["label"].OfType<string>().Where(text => text.Length > 0)
            .Select(text => Labels.TryParse(text, out var name, out var value) ? KeyValuePair.Create(name, (string?)value) : new(name, null)).ToArray();
        if (labels.Select(label => Labels.WhatIsWrongWithName(label.Key)).OfType<string>().ToArray() is { Length: > 0 } wrong)
        {
            errors["label"] = wrong;
        }

        return labels;
    }

    private static List<FanOutState>? StatesOf(HttpRequest request, Dictionary<string, string[]> errors)
    {
        var names = request.Query["status"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var wrong = names.Where(name => !States.Contains(name)).ToArray();
        if (wrong.Length > 0)
        {
            errors["status"] = [.. wrong.Select(name => $"\"{name}\" is not one of {string.Join(", ", States)}.")];
            return null;
        }

        return names.Count == 0 ? null : names.ConvertAll(name => Enum.Parse<FanOutState>(name, ignoreCase: true));
    }

    private static DateTimeOffset? TimeOf(HttpRequest request, string field, Dictionary<string, string[]> errors)
    {
        var text = request.Query[field].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        errors[field] = [$"\"{text}\" is not a time such as 2030-01-31T12:00:00Z."];
        return null;
    }

    private static int TopOf(HttpRequest request, Dictionary<string, string[]> errors)
    {
        var text = request.Query["top"].ToString();
        if (text.Length == 0)
        {
            return FanOutQuery.DefaultTop;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is >= 1 and <= FanOutQuery.MaxTop)
        {
            return top;
        }

        errors["top"] = [$"\"{text}\" is not a whole number from 1 to {FanOutQuery.MaxTop}."];
        return 0;
    }

    private static FanOutPlace? AfterOf(HttpRequest request, Dictionary<string, string[]> errors)
    {
        var text = request.Query["continuation"].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (FanOutPlace.Parse(text) is { } place)
        {
            return place;
        }

        errors["continuation"] = ["It is not one that this list gave out; leave it out to start anew."];
        return null;
    }
}
