using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Characters.Tests;

/// <summary>What the sample API does not do: headers looked at, redirects, compression, bodies that stop in the middle.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task FetchAsync_AnyRequest_SendsUserAgentAndAcceptAndNoCookies()
    {
        IHeaderDictionary? headers = null;
        await using WebApplication server = await StartAsync(context =>
        {
            headers = new HeaderDictionary(context.Request.Headers.ToDictionary());
            context.Response.Cookies.Append("session", "1");
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using ServiceProvider services = Upstream.Services(Address(server), TimeProvider.System);
        CharacterClient client = services.GetRequiredService<CharacterClient>();

        await client.FetchAsync(1);
        await client.FetchAsync(1);

        Assert.StartsWith("CharacterFanOut/", headers!.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.Equal("application/json", headers.Accept.ToString());
        Assert.False(headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task FetchAsync_Redirect_IsNotFollowedAndSaysWhereTo()
    {
        int requests = 0;
        await using WebApplication server = await StartAsync(context =>
        {
            Interlocked.Increment(ref requests);
            context.Response.Redirect("http://127.0.0.1:1/elsewhere");
            return Task.CompletedTask;
        });
        await using ServiceProvider services = Upstream.Services(Address(server), TimeProvider.System);

        var failed = Expect.Failed(await services.GetRequiredService<CharacterClient>().FetchAsync(1));

        Assert.Equal(FailureKind.Upstream, failed.Kind);
        Assert.Contains("http://127.0.0.1:1/elsewhere", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task FetchAsync_SmallBodyThatUnpacksToMoreThanTheCap_IsMalformed()
    {
        using MemoryStream packed = new();
        await using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(new string(' ', 2_000_000)));
        }

        await using WebApplication server = await StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed.ToArray());
        });
        await using ServiceProvider services = Upstream.Services(Address(server), TimeProvider.System);

        var failed = Expect.Failed(await services.GetRequiredService<CharacterClient>().FetchAsync(1));

        Assert.Equal(FailureKind.Malformed, failed.Kind);
    }

    [Fact]
    public async Task FetchAsync_ConnectionBreaksInTheBody_IsRetriedAndThenNetwork()
    {
        await using WebApplication server = await StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{\"id\":1,");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using ServiceProvider services = Upstream.Services(Address(server), TimeProvider.System);

        var failed = Expect.Failed(await services.GetRequiredService<CharacterClient>().FetchAsync(1));

        Assert.Equal(FailureKind.Network, failed.Kind);
        Assert.Equal(4, failed.Attempts);
    }

    [Fact]
    public async Task FetchAsync_BodyStopsInTheMiddle_IsTimeout()
    {
        await using WebApplication server = await StartAsync(async context =>
        {
            await context.Response.WriteAsync("{\"id\":1,");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using ServiceProvider services = Upstream.Services(
            Address(server), TimeProvider.System, ("AttemptTimeout", "00:00:00.2"), ("RetryCount", "0"));

        var failed = Expect.Failed(await services.GetRequiredService<CharacterClient>().FetchAsync(1));

        Assert.Equal(FailureKind.Timeout, failed.Kind);
    }

    [Fact]
    public async Task FetchAsync_ErrorPageInAnUnknownCharset_IsUpstream()
    {
        await using WebApplication server = await StartAsync(async context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
            context.Response.ContentType = "text/html; charset=klingon";
            await context.Response.WriteAsync("no");
        });
        await using ServiceProvider services = Upstream.Services(Address(server), TimeProvider.System);

        var failed = Expect.Failed(await services.GetRequiredService<CharacterClient>().FetchAsync(1));

        Assert.Equal(FailureKind.Upstream, failed.Kind);
    }

    [Fact]
    public async Task FetchAsync_HeadersInTheSettings_AreSentAndNeverShown()
    {
        IHeaderDictionary? sent = null;
        await using WebApplication server = await StartAsync(async context =>
        {
            sent = new HeaderDictionary(context.Request.Headers.ToDictionary());
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync($"not you, {sent.Authorization} {sent["X-Key"]}");
        });
        await using ServiceProvider services = Upstream.Services(
            Address(server), TimeProvider.System, ("Headers:Authorization", "Basic Ym9iOnMzY3IzdA=="), ("Headers:X-Key", "s3cr3t"), ("Headers:Accept", "*/*"));

        var failed = Expect.Failed(await services.GetRequiredService<CharacterClient>().FetchAsync(1));

        Assert.Equal(("Basic Ym9iOnMzY3IzdA==", "s3cr3t", "*/*"), (sent!.Authorization.ToString(), sent["X-Key"].ToString(), sent.Accept.ToString()));
        Assert.Contains("'not you, *** ***'", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_RedirectWithAQuery_DoesNotShowIt()
    {
        await using WebApplication server = await StartAsync(context =>
        {
            context.Response.Redirect("http://bob:s3cr3t@127.0.0.1:1/elsewhere?key=s3cr3t");
            return Task.CompletedTask;
        });
        await using ServiceProvider services = Upstream.Services(Address(server), TimeProvider.System);

        var failed = Expect.Failed(await services.GetRequiredService<CharacterClient>().FetchAsync(1));

        Assert.Contains("http://***@127.0.0.1:1/elsewhere?***", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failed.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return server;
    }

    private static Uri Address(WebApplication server) => new(server.Urls.Single() + "/api/");
}
