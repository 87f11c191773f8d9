using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;

namespace CharacterFanOut.Cli.Commands;

/// <summary>The ids that a shell completes: those of the newest fan-outs of a host that runs.</summary>
/// <param name="where">Finds the host.</param>
/// <param name="status">Only those with one of these; null for all.</param>
internal sealed class KnownFanOuts(SessionOptions where, string? status = null)
{
    private const int Newest = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The ids that begin as the word does, newest first, without those typed already; none when no host answers soon.</summary>
    public IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        var typed = context.ParseResult.Tokens.Select(static token => token.Value).Where(word => word != context.WordToComplete).ToHashSet(StringComparer.Ordinal);
        return Task.Run(() => FindAsync(context.ParseResult)).GetAwaiter().GetResult()
            .Select(static (id, place) => new CompletionItem(id, sortText: place.ToString("D3", CultureInfo.InvariantCulture)))
            .Where(item => item.Label.StartsWith(context.WordToComplete, StringComparison.Ordinal) && !typed.Contains(item.Label));
    }

    private async Task<IReadOnlyList<string>> FindAsync(ParseResult result)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var client = where.OpenAtOnce(result);
            return [.. (await client.ListAsync(status, Newest, null, patience.Token)).Page.FanOuts.Select(static fanOut => fanOut.Id)];
        }
        catch (Exception e) when (e is CliException or OperationCanceledException)
        {
            return [];
        }
    }
}
