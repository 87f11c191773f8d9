using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Tests.Telemetry;

/// <summary>Takes what the exporter sends to Application Insights, line by line: each is a row of a table there.</summary>
internal sealed class AzureMonitorCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<JsonNode> envelopes = new();

    // Its own: what an exporter could not send, it stores on the disk by key, for whichever exporter with that key comes next.
    private readonly Guid key = Guid.NewGuid();

    private AzureMonitorCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            var gzip = context.Request.Headers.ContentEncoding.Contains("gzip");
            using var reader = new StreamReader(gzip ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body);
            var count = 0;
            while (await reader.ReadLineAsync(context.RequestAborted) is { } line)
            {
                if (line.Length > 0 && context.Request.Path.Value!.EndsWith("/track", StringComparison.Ordinal))
                {
                    envelopes.Enqueue(JsonNode.Parse(line)!);
                    count++;
                }
            }

            await context.Response.WriteAsJsonAsync(new { itemsReceived = count, itemsAccepted = count, errors = Array.Empty<object>() });
        });
    }

    /// <summary>For this collector alone: nothing of it leaves the machine.</summary>
    public string ConnectionString =>
        $"InstrumentationKey={key};IngestionEndpoint={app.Urls.Single()}/;LiveEndpoint={app.Urls.Single()}/";

    public string Text => string.Join('\n', envelopes.Select(envelope => envelope.ToJsonString()));

    public static async Task<AzureMonitorCollector> StartAsync()
    {
        var collector = new AzureMonitorCollector();
        await collector.app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>The rows of a table: requests, dependencies, traces.</summary>
    public IReadOnlyList<AzureMonitorRow> Rows(string table) => [.. envelopes.Select(envelope => new AzureMonitorRow(envelope)).Where(row => row.Table == table)];

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
