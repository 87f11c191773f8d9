using System.Net;
using System.Text;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.Functions.Tests.Telemetry;
using CharacterFanOut.SampleApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Tests.Security;

/// <summary>No key and no token turns up in a log, a span or an error, however much is logged and whatever goes wrong.</summary>
[Collection("telemetry")]
public sealed class SecretsTests
{
    private const string Secret = "s3cret";

    private static readonly KeyValuePair<string, string>[] Settings =
    [
        new("FunctionsHost:Keys:Host", $"{Secret}-host-key-0123"),
        new("FunctionsHost:Keys:System", $"{Secret}-system-key-0123"),
        new("FunctionsHost:Keys:Master", $"{Secret}-master-key-0123"),
        new("FanOut:NotifyKey", $"{Secret}-notify-key"),
        new("FanOut:AllowPrivateNotify", "true"),
    ];

    [Fact]
    public async Task AnyRun_LogsSpansAndErrors_HaveNoSecretInThem()
    {
        var asked = 0;
        await using var listener = await ListenAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref asked) == 1 ? 500 : 204;
            return Task.CompletedTask;
        });
        using var folder = new TestFolder();
        using var clock = new SkippingClock();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        await ApiStats.FaultsAsync(api, new { ids = new Dictionary<string, object> { ["3"] = new { malformed = "notJson" } } });
        using var log = new LogRecorder();
        using var spans = new SpanRecorder("Microsoft.AspNetCore", "DurableTask.Core", "Microsoft.DurableTask", "System.Net.Http");
        var errors = new List<string>();
        await using (var app = await FanOutHost.StartAsync(
            api, folder, clock: clock, logging: logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log), settings: Settings))
        {
            var notifyUri = $"{listener.Urls.Single()}/hook?token={Secret}-token";
            Assert.Equal(HttpStatusCode.Accepted, await SendAsync(app, "POST", $"api/fanouts?code={Secret}-host-key-0123", $$"""{"ids":"1-5","id":"run","notifyUri":"{{notifyUri}}"}"""));
            await Eventually.GetAsync(() => SendAsync(app, "GET", $"api/fanouts/run/report?code={Secret}-host-key-0123"), status => status == HttpStatusCode.OK);
            await Eventually.GetAsync(() => Task.FromResult(Volatile.Read(ref asked)), count => count > 1);
            foreach (var path in new[] { "api/fanouts", "api/fanouts/nobody", "runtime/webhooks/durabletask/instances", "admin/functions/x", "api/nowhere" })
            {
                await SendAsync(app, "GET", $"{path}?code={Secret}-wrong-key");
                await SendAsync(app, "POST", $"{path}?code={Secret}-wrong-key", "{");
            }

            Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(app, "POST", $"api/fanouts?code={Secret}-host-key-0123", "{"));
            
            // 202 for as long as it runs.
            await Eventually.GetAsync(
                () => SendAsync(app, "GET", $"runtime/webhooks/durabletask/instances/nobody/../run?code={Secret}-system-key-0123"), status => status == HttpStatusCode.OK);
        }

        Assert.True(log.Lines.Count > 100, "next to nothing was logged");
        Assert.NotEmpty(errors);

        Assert.Contains(spans.Ended, span => span.Source.Name == "Microsoft.AspNetCore");
        AssertClean(log.Lines);
        AssertClean(spans.Ended.SelectMany(span => span.TagObjects.Select(tag => $"{span.OperationName} {tag.Key}={tag.Value}")));
        AssertClean(errors);

        async Task<HttpStatusCode> SendAsync(FanOutHost app, string method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                errors.Add($"{answer.StatusCode} {answer.Headers} {await answer.Content.ReadAsStringAsync()}");
            }

            return answer.StatusCode;
        }
    }

    private static void AssertClean(IEnumerable<string> lines) =>
        Assert.DoesNotContain(lines, line => line.Contains(Secret, StringComparison.Ordinal));

    private static async Task<WebApplication> ListenAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
