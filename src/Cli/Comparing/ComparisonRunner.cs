using System.Net.Http.Json;
using System.Text.Json.Serialization;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>Runs every contender against one upstream, one after the other, and measures each in the same way.</summary>
/// <param name="report">Receives a line before each step.</param>
internal sealed class ComparisonRunner(SampleApiOptions options, TimeProvider time, Action<string> report)
{
    private const int StepsEach = 3;

    public async Task<Comparison> RunAsync(IdSet ids, CancellationToken cancellationToken)
    {
        await using var server = await SampleApiServer.StartAsync(options, cancellationToken);
        using var upstream = new UpstreamProbe(server.BaseAddress);
        var scratch = Directory.CreateTempSubdirectory("fanout-compare-");
        try
        {
            var rows = new List<ComparisonRow>();
            foreach (var contender in Contender.All)
            {
                rows.Add(await MeasureAsync(contender, ids, upstream, scratch, rows.Count * StepsEach, cancellationToken));
            }

            return new Comparison(ids.ToString(), ids.Count, options.Latency.ToString(), rows);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private async Task<ComparisonRow> MeasureAsync(
        Contender contender, IdSet ids, UpstreamProbe upstream, DirectoryInfo scratch, int steps, CancellationToken cancellationToken)
    {
        await BeginAsync(1, "undisturbed");
        var start = time.GetTimestamp();
        var result = await CreateProcess("undisturbed").RunAsync(resume: false, cancellationToken);
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var statistics = await upstream.GetStatisticsAsync(cancellationToken);
        var row = new ComparisonRow
        {
            Contender = contender.Title,
            FetchSeconds = result.Seconds,
            ProcessSeconds = Math.Round(seconds, 3),
            MaxInFlight = statistics.MaxInFlight,
            Requests = statistics.Requests,
            Fetched = result.Fetched,
            Failed = result.Failed,
        };

        await BeginAsync(2, "killed half-way");
        var killed = CreateProcess("killed");
        if (await killed.KillAsync(statistics.Answered / 2, cancellationToken) is not { } answered)
        {
            return row;
        }

        await BeginAsync(3, "started again");
        var after = await killed.RunAsync(resume: true, cancellationToken);
        return row with
        {
            AnsweredWhenKilled = answered,
            RequestsAfterKill = (await upstream.GetStatisticsAsync(cancellationToken)).Requests,
            FetchedAfterKill = after.Fetched,
        };

        Task BeginAsync(int step, string what)
        {
            report($"{steps + step} of {StepsEach * Contender.All.Count}  {contender.Title}, {what}");
            return upstream.ResetAsync(cancellationToken);
        }

        ContenderProcess CreateProcess(string name) =>
            new(contender, ids, upstream, scratch.CreateSubdirectory($"{contender.Name}-{name}").FullName);
    }
}

internal sealed class UpstreamProbe(Uri baseAddress) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = baseAddress };

    public Uri BaseAddress => baseAddress;

    public async Task<UpstreamStatistics> GetStatisticsAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync("/_stats", ClientJsonContext.Default.UpstreamStatistics, cancellationToken))!;

    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync("/_reset", content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();
}

/// <summary>What the sample API saw since it was last reset.</summary>
/// <param name="InFlight">How many of them are not answered yet.</param>
/// <param name="MaxInFlight">The most in flight at one instant.</param>
/// <param name="Unanswered">How many were cut off before they were answered.</param>
internal sealed record UpstreamStatistics(long Requests, long InFlight, long MaxInFlight, long Unanswered)
{
    [JsonIgnore]
    public long Answered => Requests - InFlight - Unanswered;
}
