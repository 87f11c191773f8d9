using System.Diagnostics;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET health</c>: whether the app can do its work.</summary>
/// <param name="logger">Told why something cannot be reached; callers are told what the store or the task hub says itself.</param>
public sealed partial class GetHealth(
    FanOutResults results, IOptions<ReportsOptions> reports, IOptions<CharacterApiOptions> upstream, TimeProvider time, ILogger<GetHealth> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Azure names the instance that an app runs on.
    private static readonly string Runtime = Environment.GetEnvironmentVariable("WEBSITE_INSTANCE_ID") is { Length: > 0 } ? "azure" : "local";

    /// <summary>When this process started.</summary>
    public static DateTimeOffset StartedAt { get; } = StartOfThisProcess();

    [Function(nameof(GetHealth))]
    [ApiOperation("Whether the app can do its work.")]
    [ApiAnswer(200, "It can.", Json = typeof(HealthView))]
    [ApiAnswer(503, "It cannot.", Json = typeof(HealthView))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var hubCheck = CheckAsync("task hub", token => client.GetInstanceAsync("health", token), cancellation);
        var storeCheck = CheckAsync("report store", results.CheckAsync, cancellation);
        var (hubError, storeError) = (await hubCheck ?? HostProblem.Of(request), await storeCheck);
        var healthy = hubError is null && storeError is null;
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new HealthView(
                healthy ? "healthy" : "unhealthy",
                AppVersion.Text,
                Runtime,
                StartedAt,
                upstream.Value.Upstream,
                new(hubError is null, null, hubError),
                new(storeError is null, reports.Value.Store.ToString().ToLowerInvariant(), storeError)),
            statusCode: healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static DateTimeOffset StartOfThisProcess()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }

    private async Task<string?> CheckAsync(string what, Func<CancellationToken, Task> check, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await check(either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Log.Unreachable(logger, e, what);
            return e is ReportStoreException ? e.Message
                : limit.IsCancellationRequested ? $"The {what} does not answer within {Timeout.TotalSeconds} s."
                : $"The {what} cannot be reached; the log says why.";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not healthy: the {What} cannot be reached")]
        public static partial void Unreachable(ILogger logger, Exception error, string what);
    }
}

/// <summary>The answer of <c>GET health</c>.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Runtime"><c>azure</c> in Azure, <c>local</c> elsewhere.</param>
/// <param name="StartedAt">When the process that answers started: another time than before tells of a restart.</param>
/// <param name="Upstream">The upstream that new fan-outs ask: its name or its address. It is not asked for its health.</param>
public sealed record HealthView(string Status, string Version, string Runtime, DateTimeOffset StartedAt, string Upstream, HealthPart TaskHub, HealthPart Store);

/// <summary>One thing that the app cannot do without.</summary>
/// <param name="Reachable">Whether it answers.</param>
/// <param name="Kind">Which kind it is, where there are several.</param>
/// <param name="Error">What is wrong with it; null when nothing is.</param>
public sealed record HealthPart(bool Reachable, string? Kind, string? Error);
