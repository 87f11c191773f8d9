namespace CharacterFanOut.Cli.Hosting;

/// <summary>The API that is asked for characters, before it is asked for many.</summary>
internal static class Upstream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes sure that something answers there; what it answers does not matter.</summary>
    /// <param name="upstream">The API; null for the sample API, which is always there.</param>
    /// <exception cref="CliException">Nothing answers.</exception>
    public static async Task CheckAsync(Uri? upstream, CancellationToken cancellation)
    {
        if (upstream is null)
        {
            return;
        }

        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(upstream, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw CliException.Unreachable($"Cannot reach the upstream at {upstream}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw CliException.Unreachable($"The upstream at {upstream} did not answer within {Patience.TotalSeconds} s.", e);
        }
    }
}
