using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using FunctionsHost.Worker;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsHost.Tests.Http;

/// <summary>HTTP to a worker that answers it itself.</summary>
public sealed class ForwardingTests(AppFixture app)
{
    [Theory]
    [InlineData("a%2Fb?x=%20y&z", "a%2Fb")]
    [InlineData("%C3%BC%25", "ü%")]
    [InlineData("a;b=c", "a;b=c")]
    public async Task Address_ReachesTheWorkerAsItWasSent(string path, string id)
    {
        var echo = await app.Client.GetFromJsonAsync<JsonElement>(new Uri($"{app.BaseAddress}api/echo/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Assert.Equal($"/api/echo/{path}", echo.GetProperty("raw").GetString());
        Assert.Equal(id, echo.GetProperty("id").GetString());
        Assert.Equal(app.BaseAddress.Authority, echo.GetProperty("host").GetString());
    }

    [Fact]
    public async Task InvocationId_OfTheCaller_IsNotBelieved()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/echo/x");
        request.Headers.Add("x-ms-invocation-id", "mine");
        request.Headers.Add("X-Test", "kept");
        using var response = await app.Client.SendAsync(request);
        var echo = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(Guid.TryParse(echo.GetProperty("invocation").GetString(), out _));
        Assert.Equal("kept", echo.GetProperty("header").GetString());
        Assert.Equal("Echo", Assert.Single(response.Headers.GetValues("X-Function")));
    }

    [Theory]
    [InlineData("GET", "api/optional", 200)]
    [InlineData("GET", "api/optional/5", 200)]
    [InlineData("GET", "api/optional/five", 404)]
    [InlineData("PATCH", "api/optional", 200)]
    [InlineData("GET", "api/nothing", 204)]
    [InlineData("POST", "api/nothing", 404)]
    [InlineData("GET", "api/no-such", 404)]
    [InlineData("HEAD", "api/echo/x", 200)]
    public async Task Routes_AreThoseOfTheBindings(string method, string path, int expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await app.Client.SendAsync(request);
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(expected == 404, response.Content.Headers.ContentType?.MediaType == "application/problem+json");
    }

    [Theory]
    [InlineData("api/echo/x", "GET", "/api/echo/x")]
    [InlineData("//elsewhere.example/", "HEAD", "/elsewhere.example/")]
    [InlineData("api/echo/x", "POST", null)]
    [InlineData("", "GET", null)]
    public async Task Root_LeadsHome(string home, string method, string? location)
    {
        await using var host = await TestHosts.StartAsync(new FakeWorker().Http("Open"), new() { ["FunctionsHost:HomePath"] = home });
        var (status, text) = await RawHttp.AnswerAsync(host.BaseAddress, $"{method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(location is null ? 404 : 302, status);
        Assert.Equal(location is not null, text.Contains($"\r\nLocation: {location}\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("api/echo/x", 200)]
    [InlineData("", 404)]
    public async Task Metrics_AreWhatTheAppAnswersElsewhere(string path, int status)
    {
        await using var host = await TestHosts.StartAsync(new FakeWorker().Http("Open", route: "echo/x"), new() { ["FunctionsHost:MetricsPath"] = path });
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        using var response = await client.GetAsync("metrics?x=1");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Bodies_OfAnySize_PassBothWays()
    {
        const int Size = 20_000_000;
        using var content = new ByteArrayContent(new byte[Size]);
        using var counted = await app.Client.PostAsync("api/count", content);
        Assert.Equal($"{Size}", await counted.Content.ReadAsStringAsync());
        Assert.Equal(Size, (await app.Client.GetByteArrayAsync($"api/bytes/{Size}")).Length);
    }

    [Fact]
    public async Task Body_SentOnlyWhenAskedFor_Passes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/count") { Content = new ByteArrayContent(new byte[100_000]) };
        request.Headers.ExpectContinue = true;
        using var response = await app.Client.SendAsync(request);
        Assert.Equal("100000", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET http://localhost/api/echo/x", 200)]
    [InlineData("GET /api/echo/../process", 200)]
    [InlineData("GET /api/echo/%zz", 200)]
    [InlineData("GET /api/echo/%00", 400)]
    [InlineData("OPTIONS *", 404)]
    [InlineData("CONNECT localhost:80", 404)]
    public async Task Target_InAnyForm_IsAnswered(string request, int expected)
        => Assert.Equal(expected, await RawHttp.StatusAsync(app.BaseAddress, $"{request} HTTP/1.1\r\nHost: {(request.StartsWith("CONNECT", StringComparison.Ordinal) ? "localhost:80" : "localhost")}\r\n\r\n"));

    [Fact]
    public async Task Function_ThatIsTooSlow_IsATimeout()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        using var folder = new TempFolder();
        var mark = Path.Combine(folder.Path, "never");
        await using var host = await TestHosts.StartAppAsync(configure: options =>
        {
            options.TimeProvider = time;
            options.Settings["AzureFunctionsJobHost__functionTimeout"] = "00:10:00";
        });
        var answer = host.Client.GetAsync($"api/slow?mark={Uri.EscapeDataString(mark)}");
        await Polling.UntilAsync(() => Directory.GetFiles(folder.Path).Length == 1, "the function has begun");
        await Polling.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return answer.IsCompleted;
            },
            "it is given up");
        using var response = await answer;
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        folder.Write("never", "");
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("api/echo/x")).StatusCode);
    }

    [Fact]
    public async Task Response_ArrivesWhileItIsWritten()
    {
        using var folder = new TempFolder();
        var mark = Path.Combine(folder.Path, "mark");
        using var response = await app.Client.GetAsync($"api/stream?mark={Uri.EscapeDataString(mark)}", HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(60));
        using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[5];
        await body.ReadExactlyAsync(first).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        folder.Write("mark", "");
        using var rest = new StreamReader(body);
        Assert.Equal("first second", $"{Encoding.ASCII.GetString(first)} {await rest.ReadToEndAsync()}");
    }

    [Fact]
    public async Task Request_ArrivesWhileItIsSent()
    {
        using var folder = new TempFolder();
        var mark = Path.Combine(folder.Path, "mark");
        // Small parts would wait in the client's buffer, here and in the host.
        var part = new string('x', 100_000);
        var parts = Channel.CreateUnbounded<string>();
        var sending = SendAsync();
        await parts.Writer.WriteAsync(part);
        await Polling.UntilAsync(() => File.Exists(mark), "the first part has come");
        await parts.Writer.WriteAsync(part);
        parts.Writer.Complete();
        Assert.Equal("200000", await sending);

        async Task<string> SendAsync()
        {
            using var content = new SentInParts(parts.Reader);
            using var response = await app.Client.PostAsync($"api/receive?mark={Uri.EscapeDataString(mark)}", content);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Function_ThatThrows_IsAProblemWithTheInvocation()
    {
        using var response = await app.Client.GetAsync("api/throw");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.True(Guid.TryParse(problem.GetProperty("invocationId").GetString(), out _));
        Assert.DoesNotContain("because", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_ThatThrowsHalfway_CutsTheAnswer()
        => await Assert.ThrowsAnyAsync<Exception>(() => app.Client.GetStringAsync("api/throw-late").WaitAsync(TimeSpan.FromSeconds(60)));

    [Fact]
    public async Task Caller_ThatGoes_CancelsTheFunction()
    {
        using var folder = new TempFolder();
        var mark = Path.Combine(folder.Path, "mark");
        using var going = new CancellationTokenSource();
        var waiting = app.Client.GetAsync($"api/wait?mark={Uri.EscapeDataString(mark)}", going.Token);
        await Polling.UntilAsync(() => File.Exists(mark + ".begun"), "the function has begun");
        await going.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Polling.UntilAsync(() => File.Exists(mark + ".cancelled"), "the function was cancelled");
    }

    [Fact]
    public async Task Requests_AHundredSlowOnesAtOnce_AllRun()
    {
        using var folder = new TempFolder();
        var mark = Path.Combine(folder.Path, "open");
        var answers = Enumerable.Range(0, 100).Select(_ => app.Client.GetStringAsync($"api/slow?mark={Uri.EscapeDataString(mark)}")).ToArray();
        await Polling.UntilAsync(() => Directory.GetFiles(folder.Path).Length == 100, "all have begun");
        folder.Write("open", "");
        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal("done", answer));
    }

    [Fact]
    public async Task WebSocket_IsRefused()
        => Assert.Equal(501, await RawHttp.StatusAsync(app.BaseAddress, "GET /api/echo/x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));

    [Fact]
    public async Task WorkersPort_WithoutAnInvocation_RunsNothing()
    {
        var supervisor = (WorkerSupervisor)app.Host.Services.GetService(typeof(WorkerSupervisor))!;
        var port = (await supervisor.GetChannelAsync(CancellationToken.None)).HttpUri!;
        using var client = new HttpClient { BaseAddress = port };
        using var bare = await client.GetAsync("api/guarded");
        Assert.Equal(HttpStatusCode.InternalServerError, bare.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/guarded");
        request.Headers.Add("x-ms-invocation-id", Guid.NewGuid().ToString());
        using var guessed = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.InternalServerError, guessed.StatusCode);
    }

    /// <summary>A body of which each part goes out at once.</summary>
    private sealed class SentInParts(ChannelReader<string> parts) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await foreach (var part in parts.ReadAllAsync())
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(part));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
