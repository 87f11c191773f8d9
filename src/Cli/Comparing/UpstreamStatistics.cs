using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>What the sample API saw since it was last reset.</summary>
/// <param name="Requests">How many requests.</param>
/// <param name="InFlight">How many of them are not answered yet.</param>
/// <param name="MaxInFlight">The most at one instant.</param>
/// <param name="Unanswered">How many were cut off before they were answered.</param>
internal sealed partial record UpstreamStatistics(long Requests, long InFlight, long MaxInFlight, long Unanswered)
{
    /// <summary>How many requests are answered.</summary>
    [JsonIgnore]
    public long Answered => Requests - InFlight - Unanswered;

    /// <summary>Asks a sample API.</summary>
    public static async Task<UpstreamStatistics> ReadAsync(HttpClient http, CancellationToken cancellation) =>
        (await http.GetFromJsonAsync("/_stats", StatisticsJsonContext.Default.UpstreamStatistics, cancellation))!;

    /// <summary>Sets a sample API back to nothing seen.</summary>
    public static async Task ResetAsync(HttpClient http, CancellationToken cancellation)
    {
        using var answer = await http.PostAsync("/_reset", content: null, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(UpstreamStatistics))]
    private sealed partial class StatisticsJsonContext : JsonSerializerContext;
}
