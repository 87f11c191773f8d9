using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Commands;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>A way to fetch many characters.</summary>
/// <param name="Title">Its name in the table.</param>
/// <param name="Concurrency">The most requests in flight; 0 for all at once.</param>
/// <param name="IsDurable">Whether it is the durable fan-out.</param>
internal sealed record Contender(string Name, string Title, int Concurrency, bool IsDurable = false)
{
    /// <summary>The size of the pool, and the cap of the durable fan-out.</summary>
    private const int PoolSize = 20;

    public static IReadOnlyList<Contender> All { get; } =
    [
        new("sequential", "one by one", 1),
        new("pool", $"pool of {PoolSize}", PoolSize),
        new("all", "all at once", 0),
        new("durable", "durable fan-out", PoolSize, IsDurable: true),
    ];
}

/// <summary><c>fanout contend</c>, hidden: a contender that is not durable, in the process that will be killed. It makes plain requests, keeps results in memory and never retries.</summary>
internal sealed class ContendCommand : CliCommand
{
    public const string CommandName = "contend";

    private readonly Argument<IdSet?> ids = RequestOptions.CreateIds(ArgumentArity.ExactlyOne);
    private readonly Argument<string> contender = new("name");
    private readonly Argument<Uri> upstream = new("upstream") { CustomParser = static result => new Uri(result.Tokens.Single().Value) };

    public ContendCommand(TerminalSession terminal)
        : base(terminal, CommandName, "One contender of fanout compare", ("fanout contend 1-99 pool URL", "one contender"))
    {
        Hidden = true;
        contender.AcceptOnlyFromAmong([.. Contender.All.Where(static contender => !contender.IsDurable).Select(static contender => contender.Name)]);
        AddAll(ids, contender, upstream);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        int[] all = [.. result.GetValue(ids)!];
        var concurrency = Contender.All.Single(one => one.Name == result.GetValue(contender)).Concurrency;
        using var http = new HttpClient { BaseAddress = result.GetValue(upstream) };
        var characters = new byte[]?[all.Length];
        var start = Terminal.Time.GetTimestamp();
        await Parallel.ForAsync(
            0, all.Length,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency == 0 ? all.Length : concurrency, CancellationToken = Interrupted },
            async (index, cancellationToken) => characters[index] = await TryFetchAsync(http, all[index], cancellationToken));
        var fetched = characters.Count(static character => character is not null);
        var fetchResult = new FetchResult(fetched, all.Length - fetched, Math.Round(Terminal.Time.GetElapsedTime(start).TotalSeconds, 3));
        await Terminal.Output.WriteLineAsync(JsonSerializer.Serialize(fetchResult, ClientJsonContext.Default.FetchResult));
        return fetchResult.Failed == 0 ? ExitCodes.Success : ExitCodes.SomeFailed;
    }

    private static async Task<byte[]?> TryFetchAsync(HttpClient http, int id, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetByteArrayAsync(string.Create(CultureInfo.InvariantCulture, $"character/{id}"), cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
