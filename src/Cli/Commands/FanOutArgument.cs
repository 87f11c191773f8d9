using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Commands;

/// <summary>The fan-out that a command is about.</summary>
internal sealed class FanOutArgument : Argument<string?>
{
    private const int Completions = 50;

    private static readonly TimeSpan CompletionTimeout = TimeSpan.FromSeconds(1);

    /// <param name="isOptional">Whether the newest is the default.</param>
    /// <param name="status">The statuses to complete; null for all.</param>
    public FanOutArgument(HostOptions host, bool isOptional, string? status = null)
        : base("id")
    {
        Description = isOptional ? "The fan-out [default: the newest]" : "The fan-out, as fanout list shows it";
        Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
        CompletionSources.Add(context => Complete(host, context, status));
    }

    /// <summary>The id that was given, else that of the newest fan-out.</summary>
    public async Task<string> GetIdAsync(ParseResult result, HostSession session, CancellationToken cancellationToken)
    {
        if (result.GetValue(this) is { } id)
        {
            return id;
        }

        var newest = (await session.Client.ListAsync("", 1, null, cancellationToken)).Value.FanOuts;
        return newest is [var fanOut, ..] ? fanOut.Id : throw CliException.BadInput(session.NoFanOuts);
    }

    /// <summary>Completes ids of the newest fan-outs, newest first, without those typed already; none when no host answers soon.</summary>
    public static IEnumerable<CompletionItem> Complete(HostOptions host, CompletionContext context, string? status)
    {
        var typed = context.ParseResult.Tokens.Select(static token => token.Value).Where(word => word != context.WordToComplete).ToHashSet(StringComparer.Ordinal);
        return Task.Run(() => FindAsync(host, context.ParseResult, status)).GetAwaiter().GetResult()
            .Select(static (id, place) => new CompletionItem(id, sortText: place.ToString("D3", CultureInfo.InvariantCulture)))
            .Where(item => item.Label.StartsWith(context.WordToComplete, StringComparison.Ordinal) && !typed.Contains(item.Label));
    }

    private static async Task<IReadOnlyList<string>> FindAsync(HostOptions host, ParseResult result, string? status)
    {
        using var timeout = new CancellationTokenSource(CompletionTimeout);
        try
        {
            using var client = host.FindClient(result);
            return client is null ? [] : [.. (await client.ListAsync(FanOutClient.Parameter("status", status), Completions, null, timeout.Token)).Value.FanOuts.Select(static fanOut => fanOut.Id)];
        }
        catch (Exception e) when (e is CliException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
