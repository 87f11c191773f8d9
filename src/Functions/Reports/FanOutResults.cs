using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Orchestrations;

namespace CharacterFanOut.Functions.Reports;

/// <summary>
/// What is stored of fan-outs, and under which names: <c>characters/000000.ndjson</c> and <c>failures/000000.ndjson</c> for
/// each batch, <c>report.json</c>, and <c>retries/{id in hex}.{Unix milliseconds}</c> for each fan-out that asked for some of the ids again.
/// </summary>
public sealed class FanOutResults(IReportStore store)
{
    private const string Characters = "characters/";
    private const string Failures = "failures/";
    private const string Retries = "retries/";
    private const string Report = "report.json";
    private const int MergedAtOnce = 50;

    private readonly WatchedStore store = new(store);

    /// <summary>What the store could not do when it was last asked, in its own words; null when nothing is known to be wrong.</summary>
    public string? Problem => store.Problem;

    /// <summary>Returns when the store can be reached and written to; else throws.</summary>
    public Task CheckAsync(CancellationToken cancellation) => store.CheckAsync(cancellation);

    /// <summary>Returns when what is stored of a fan-out can be read; else throws. Before an answer has begun that would break off.</summary>
    public async Task CheckReadableAsync(string fanOutId, CancellationToken cancellation) =>
        await store.ListAsync(fanOutId, Characters, cancellation).AnyAsync(cancellation);

    /// <summary>Where a fan-out's characters lie, for people.</summary>
    public string CharactersLocation(string fanOutId) => store.Locate(fanOutId, Characters);

    public async Task SaveAsync(SavedBatch batch, CancellationToken cancellation)
    {
        if (batch.Characters.Count > 0)
        {
            var lines = NdjsonLines.Write(batch.Characters, CharacterJsonContext.Default.Item);
            await store.WriteAsync(batch.FanOutId, BatchName(Characters, batch.Number), lines, cancellation);
        }

        if (batch.Failures.Count > 0)
        {
            var lines = NdjsonLines.Write(batch.Failures, ResultsJsonContext.Default.FetchFailure);
            await store.WriteAsync(batch.FanOutId, BatchName(Failures, batch.Number), lines, cancellation);
        }
    }

    public Task SaveReportAsync(FanOutReport report, CancellationToken cancellation) =>
        store.WriteAsync(report.Id, Report, JsonSerializer.SerializeToUtf8Bytes(report, ResultsJsonContext.Default.FanOutReport), cancellation);

    public async Task<FanOutReport?> LoadReportAsync(string fanOutId, CancellationToken cancellation)
    {
        await using var stream = await store.OpenAsync(fanOutId, Report, cancellation);
        return stream is null
            ? null
            : await JsonSerializer.DeserializeAsync(stream, ResultsJsonContext.Default.FanOutReport, cancellation);
    }

    /// <summary>The stored characters, one JSON object a line, batch after batch in id order.</summary>
    public IAsyncEnumerable<Stream> OpenCharactersAsync(string fanOutId, CancellationToken cancellation) =>
        OpenBatchesAsync(fanOutId, Characters, cancellation);

    /// <summary>The stored failures, one JSON object a line, batch after batch in id order.</summary>
    public IAsyncEnumerable<Stream> OpenFailuresAsync(string fanOutId, CancellationToken cancellation) =>
        OpenBatchesAsync(fanOutId, Failures, cancellation);

    public IAsyncEnumerable<FetchFailure> ReadFailuresAsync(string fanOutId, CancellationToken cancellation) =>
        NdjsonLines.ReadAsync(OpenFailuresAsync(fanOutId, cancellation), ResultsJsonContext.Default.FetchFailure, cancellation);

    public IAsyncEnumerable<Item> ReadCharactersAsync(string fanOutId, CancellationToken cancellation) =>
        NdjsonLines.ReadAsync(OpenCharactersAsync(fanOutId, cancellation), CharacterJsonContext.Default.Item, cancellation);

    /// <summary>Whether what was fetched first is no character, and so nothing of it is.</summary>
    public async Task<bool> IsOtherAsync(string fanOutId, CancellationToken cancellation) =>
        await ReadCharactersAsync(fanOutId, cancellation).FirstOrDefaultAsync(cancellation) is { IsCharacter: false };

    /// <summary>The characters of several fan-outs, in id order. Of an id that more than one has fetched, the last one's.</summary>
    public async IAsyncEnumerable<Item> ReadCharactersAsync(
        IReadOnlyList<string> fanOutIds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sources = fanOutIds.Select(id => ReadCharactersAsync(id, cancellation).GetAsyncEnumerator(cancellation)).ToList();
        try
        {
            var next = new PriorityQueue<int, (int Id, int Newest)>();
            for (var source = 0; source < sources.Count; source++)
            {
                await AdvanceAsync(source);
            }

            var last = 0;
            while (next.TryDequeue(out var source, out var place))
            {
                if (place.Id != last)
                {
                    last = place.Id;
                    yield return sources[source].Current;
                }

                await AdvanceAsync(source);
            }

            async Task AdvanceAsync(int source)
            {
                if (await sources[source].MoveNextAsync())
                {
                    next.Enqueue(source, (sources[source].Current.Id, -source));
                }
            }
        }
        finally
        {
            foreach (var source in sources)
            {
                await source.DisposeAsync();
            }
        }
    }

    /// <summary>The characters of several fan-outs, in id order, one JSON object a line.</summary>
    public IAsyncEnumerable<Stream> OpenCharactersAsync(IReadOnlyList<string> fanOutIds, CancellationToken cancellation) => fanOutIds is [var only]
        ? OpenCharactersAsync(only, cancellation)
        : ReadCharactersAsync(fanOutIds, cancellation).Chunk(MergedAtOnce)
            .Select(Stream (chunk) => new MemoryStream(NdjsonLines.Write(chunk, CharacterJsonContext.Default.Item).ToArray()));

    /// <summary>Notes that another fan-out asks for ids of a fan-out again.</summary>
    public Task SaveRetryAsync(string fanOutId, FanOutRetry retry, CancellationToken cancellation) =>
        store.WriteAsync(fanOutId, RetryName(retry), ReadOnlyMemory<byte>.Empty, cancellation);

    /// <summary>The fan-outs that asked for ids of a fan-out again, in the order in which they did.</summary>
    public async Task<IReadOnlyList<FanOutRetry>> ListRetriesAsync(string fanOutId, CancellationToken cancellation)
    {
        var retries = await store.ListAsync(fanOutId, Retries, cancellation).Select(RetryOf).OfType<FanOutRetry>().ToListAsync(cancellation);

        // One that could not be started at first was noted more than once.
        return [.. retries.OrderBy(retry => retry.At).ThenBy(retry => retry.Id, StringComparer.Ordinal).DistinctBy(retry => retry.Id)];
    }

    /// <summary>A fan-out, its retries, and theirs.</summary>
    public async Task<IReadOnlyList<string>> ListWithRetriesAsync(string fanOutId, CancellationToken cancellation)
    {
        var all = new List<string> { fanOutId };
        for (var i = 0; i < all.Count; i++)
        {
            all.AddRange((await ListRetriesAsync(all[i], cancellation)).Select(retry => retry.Id).Except(all));
        }

        return all;
    }

    public Task DeleteAsync(string fanOutId, CancellationToken cancellation) => store.DeleteAsync(fanOutId, cancellation);

    // What was not written here, such as what a file manager leaves in every folder, is not read: a name counts when it is the one that is written.
    private static long? NumberOf(string kind, string name) =>
        long.TryParse(Path.GetFileNameWithoutExtension(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && name == BatchName(kind, number)
            ? number
            : null;

    private static FanOutRetry? RetryOf(string name)
    {
        var (hex, at) = name[Retries.Length..].Split('.') switch
        {
            [var only] => (only, (DateTimeOffset?)null),
            [var first, var time] when long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() =>
                (first, DateTimeOffset.FromUnixTimeMilliseconds(ms)),
            _ => ("", null),
        };
        var bytes = new byte[hex.Length / 2];
        var id = Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done ? Encoding.UTF8.GetString(bytes) : "";
        return FanOutId.WhatIsWrongWith(id) is null && new FanOutRetry(id, at) is var retry && name == RetryName(retry) ? retry : null;
    }

    private static string RetryName(FanOutRetry retry) =>
        Retries + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(retry.Id)) + (retry.At is { } at ? $".{at.ToUnixTimeMilliseconds()}" : "");

    private static string BatchName(string kind, long number) => $"{kind}{number:D6}.ndjson";

    private async IAsyncEnumerable<Stream> OpenBatchesAsync(
        string fanOutId, string kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var numbers = new List<long>();
        await foreach (var name in store.ListAsync(fanOutId, kind, cancellation))
        {
            if (NumberOf(kind, name) is { } number)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        foreach (var number in numbers)
        {
            // A fan-out that is deleted meanwhile ends here.
            await using var batch = await store.OpenAsync(fanOutId, BatchName(kind, number), cancellation);
            if (batch is not null)
            {
                yield return batch;
            }
        }
    }
}

/// <summary>A fan-out that asks for ids of another one again.</summary>
/// <param name="At">When it was asked for, UTC; null when an earlier version noted it.</param>
public sealed record FanOutRetry(string Id, DateTimeOffset? At);

/// <summary>Reads and writes what is stored, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FetchFailure))]
[JsonSerializable(typeof(FanOutReport))]
internal sealed partial class ResultsJsonContext : JsonSerializerContext;
