using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Cli.Tests;

/// <summary>Answers over real HTTP what a test tells it to, and remembers what it was asked.</summary>
internal sealed class FakeHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> answers = new();
    private readonly WebApplication app;

    private FakeHost(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    public ConcurrentQueue<Request> Requests { get; } = new();

    public static async Task<FakeHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeHost(builder.Build());
        fake.app.Run(fake.AnswerAsync);
        await fake.app.StartAsync();
        fake.Address = new Uri(fake.app.Urls.Single());
        return fake;
    }

    /// <summary>The answers to a request, in turn; the last one stays.</summary>
    public FakeHost On(string methodAndPath, params Answer[] inTurn)
    {
        answers[methodAndPath] = new(inTurn);
        return this;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var asked = $"{http.Request.Method} {http.Request.Path}";
        Requests.Enqueue(new(asked + http.Request.QueryString, await reader.ReadToEndAsync(), http.Request.Headers["x-functions-key"].ToString()));
        if (!answers.TryGetValue(asked, out var queue) || !(queue.Count > 1 ? queue.TryDequeue(out var answer) : queue.TryPeek(out answer)))
        {
            answer = new(404, """{"title":"No such fan-out.","detail":"There is none."}""");
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        await http.Response.WriteAsync(answer.Body);
        if (answer.Breaks)
        {
            await http.Response.Body.FlushAsync();
            http.Abort();
        }
    }

    internal sealed record Answer(int Status, string Body, string ContentType = "application/json", bool Breaks = false);

    internal sealed record Request(string Line, string Body, string Key);
}
