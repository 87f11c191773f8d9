using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class NotifyCompletionTests
{
    private const string Key = "not a secret";

    [Fact]
    public async Task Run_NotifyUri_IsToldOnceItAnswersAndCanCheckTheSignature()
    {
        var notices = new ConcurrentQueue<(string Signature, byte[] Body)>();
        await using var listener = await ListenAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            notices.Enqueue((context.Request.Headers["X-FanOut-Signature"].ToString(), body.ToArray()));
            context.Response.StatusCode = notices.Count < 3 ? 503 : 204;
        });
        using var folder = new TestFolder();
        using var clock = new SkippingClock();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, clock: clock, settings: [new("FanOut:NotifyKey", Key), new("FanOut:AllowPrivateNotify", "true")]);
        await engine.RunAsync(new() { Ids = IdSet.Range(1, 5), NotifyUri = new Uri(listener.Urls.Single()) });
        Assert.Equal(3, notices.Count);
        Assert.All(notices, n => Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), n.Body))}", n.Signature));
        var notice = JsonDocument.Parse(notices.Last().Body).RootElement;
        Assert.Equal(("run", "completed", 5), (notice.GetProperty("id").GetString(), notice.GetProperty("result").GetString(), notice.GetProperty("fetched").GetInt32()));
    }

    [Fact]
    public async Task Run_NobodyListens_TheFanOutIsStillCompleted()
    {
        await using var listener = await ListenAsync(context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return Task.CompletedTask;
        });
        using var folder = new TestFolder();
        using var clock = new SkippingClock();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions: false, folder, clock: clock, settings: [new("FanOut:NotifyKey", Key), new("FanOut:AllowPrivateNotify", "true")]);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 5), NotifyUri = new Uri(listener.Urls.Single()) });
        Assert.Equal(5, report.Fetched);
        var over = await engine.Client.GetInstanceAsync("run", getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.False(over!.ReadOutputAs<Functions.Orchestrations.FanOutSummary>()!.Notified);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Run_ARedirect_IsNotFollowed(int status)
    {
        var paths = new ConcurrentBag<string>();
        await using var listener = await ListenAsync(context =>
        {
            paths.Add(context.Request.Path);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/inside";
            return Task.CompletedTask;
        });
        using var folder = new TestFolder();
        using var clock = new SkippingClock();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, clock: clock, settings: [new("FanOut:NotifyKey", Key), new("FanOut:AllowPrivateNotify", "true")]);
        await engine.RunAsync(new() { Ids = IdSet.Range(1, 2), NotifyUri = new Uri(listener.Urls.Single()) });
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.Equal("/", path));
    }

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
