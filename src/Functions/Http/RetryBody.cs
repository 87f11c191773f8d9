using System.Text.Json;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>The body of <c>POST fanouts/{id}/retry</c>.</summary>
internal sealed record RetryBody
{
    private const string Failed = "failed";
    private const string Remaining = "remaining";
    private const string Field = "what";
    private const int MaxShown = 40;

    private static readonly Dictionary<string, FailureKind> Kinds = Enum.GetValues<FailureKind>().ToDictionary(FailureKinds.Name);
    private static readonly string[] Names = [Failed, Remaining, .. Kinds.Keys];

    /// <summary>
    /// Which ids, any of: "failed" for all that failed, a kind of failure such as "timeout" for those that failed so, and "remaining" for those
    /// never asked for. "failed" when it is left out.
    /// </summary>
    public IReadOnlyList<string> What { get; init; } = [Failed];

    /// <summary>Reads the body, if there is one; or the answer to one that is not valid.</summary>
    public static async Task<(RetryBody? Body, IResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request is { ContentType: null, ContentLength: null or 0 })
        {
            return (new(), null);
        }

        var (json, refusal) = await RequestBody.ReadAsync(request, cancellation);
        using var disposal = json;
        return json is null ? (null, refusal) : Read(json.RootElement);
    }

    private static (RetryBody? Body, IResult? Refusal) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return (null, Problems.Invalid("", "The body must be a JSON object such as {\"what\":[\"remaining\"]}."));
        }

        if (json.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != Field) is { } other)
        {
            return (null, Problems.Invalid(other, $"There is no such field; the only one is {Field}."));
        }

        if (!json.TryGetProperty(Field, out var what) || what.ValueKind == JsonValueKind.Null)
        {
            return (new(), null);
        }

        if (what.ValueKind != JsonValueKind.Array || what.GetArrayLength() == 0)
        {
            return (null, Problems.Invalid(Field, "It must be a list of one or more, such as [\"remaining\",\"timeout\"]."));
        }

        var names = what.EnumerateArray().Select(item => item.ToString()).Distinct().ToList();
        if (names.Find(name => !Names.Contains(name)) is { } unknown)
        {
            var (shown, hint) = unknown.Length > MaxShown ? ("A longer text", "")
                : ($"\"{unknown}\"", NearestName.Find(unknown, Names) is { } near ? $" Did you mean {near}?" : "");
            return (null, Problems.Invalid(Field, $"{shown} is not one of {string.Join(", ", Names)}.{hint}"));
        }

        return (new() { What = names }, null);
    }

    public IdSet Select(IdOutcomes ids) => What.Aggregate(IdSet.Empty, (all, what) => all.Union(what switch
    {
        Failed => ids.AllFailed,
        Remaining => ids.NotAttempted,
        _ => ids.Failed.GetValueOrDefault(Kinds[what], IdSet.Empty),
    }));

    public string DescribeNone(IdOutcomes ids)
    {
        var kinds = string.Join(", ", ids.Failed.OrderBy(kind => kind.Key).Select(kind => $"{FailureKinds.Name(kind.Key)} {kind.Value.Count}"));
        var failed = kinds.Length > 0 ? $"{Failed} {ids.AllFailed.Count} ({kinds})" : null;
        var remaining = ids.NotAttempted.IsEmpty ? null : $"{Remaining} {ids.NotAttempted.Count}";
        return failed is null && remaining is null
            ? "None of its ids failed, and none was left out: there is nothing to ask for again."
            : $"It has no ids that are {string.Join(" or ", What)}. What can be asked for again: {string.Join("; ", new[] { failed, remaining }.OfType<string>())}.";
    }
}
