using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>Runs every contender against one upstream, one after the other, and measures each in the same way.</summary>
/// <param name="options">What the upstream is like.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Told what happens next.</param>
internal sealed class Referee(SampleApiOptions options, TimeProvider time, Action<string> say)
{
    private const int Steps = 3;

    private int step;

    /// <summary>Compares.</summary>
    /// <param name="ids">The ids, as they were typed.</param>
    public async Task<Comparison> CompareAsync(string ids, CancellationToken cancellation)
    {
        await using var upstream = await SampleApiServer.StartAsync(options, cancellation);
        using var http = new HttpClient { BaseAddress = upstream.BaseAddress };
        var scratch = Directory.CreateTempSubdirectory("fanout-compare-");
        try
        {
            var rows = new List<ComparisonRow>();
            foreach (var contender in Contender.All)
            {
                var (row, checkedIds) = await MeasureAsync(contender, ids, http, scratch, cancellation);
                rows.Add(row);
                ids = checkedIds;
            }

            // In the order in which one would think of them.
            return new Comparison(ids, rows[0].Fetched + rows[0].Failed, options.Latency.ToString(), [.. rows.Skip(1), rows[0]]);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private async Task<(ComparisonRow Row, string Ids)> MeasureAsync(Contender contender, string ids, HttpClient http, DirectoryInfo scratch, CancellationToken cancellation)
    {
        Say(contender, "undisturbed");
        await UpstreamStatistics.ResetAsync(http, cancellation);
        var undisturbed = new ContenderProcess(contender, ids, http.BaseAddress!, Folder("undisturbed"));
        var start = time.GetTimestamp();
        var result = await undisturbed.RunAsync(again: false, cancellation);
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var seen = await UpstreamStatistics.ReadAsync(http, cancellation);
        var row = new ComparisonRow
        {
            Contender = contender.Title,
            FetchSeconds = result.Seconds,
            ProcessSeconds = Math.Round(seconds, 3),
            MaxInFlight = seen.MaxInFlight,
            Requests = seen.Requests,
            Fetched = result.Fetched,
            Failed = result.Failed,
        };

        Say(contender, "killed half-way");
        await UpstreamStatistics.ResetAsync(http, cancellation);
        var killed = new ContenderProcess(contender, ids, http.BaseAddress!, Folder("killed"));
        if (await killed.KillAsync(http, seen.Answered / 2, cancellation) is not { } answered)
        {
            step++;
            return (row, result.Ids);
        }

        Say(contender, "started again");
        await UpstreamStatistics.ResetAsync(http, cancellation);
        var after = await killed.RunAsync(again: true, cancellation);
        row = row with
        {
            AnsweredWhenKilled = answered,
            RequestsAfterKill = (await UpstreamStatistics.ReadAsync(http, cancellation)).Requests,
            FetchedAfterKill = after.Fetched,
        };
        return (row, result.Ids);

        void Say(Contender who, string what) => say($"{++step} of {Steps * Contender.All.Count}  {who.Title}, {what}");

        string Folder(string name) => scratch.CreateSubdirectory($"{contender.Name}-{name}").FullName;
    }
}
