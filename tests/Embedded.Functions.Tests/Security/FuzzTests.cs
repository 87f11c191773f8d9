using System.Net;
using System.Text;
using CsCheck;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;

namespace EmbeddedFunctions.Tests.Security;

/// <summary>Throws anything at every endpoint: the host answers, never with a 5xx, and works afterwards.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Paths =
    [
        "api/Body", "api/MvcBody", "api/Poco", "api/Text", "api/Context", "api/route/{0}/{1}/{2}", "api/files/{0}/{1}",
        "runtime/webhooks/durabletask/instances", "runtime/webhooks/durabletask/instances/{0}",
        "runtime/webhooks/durabletask/instances/{0}/raiseEvent/{1}", "runtime/webhooks/durabletask/instances/{0}/terminate",
        "runtime/webhooks/durabletask/instances/{0}/suspend", "runtime/webhooks/durabletask/instances/{0}/resume",
        "runtime/webhooks/durabletask/instances/{0}/rewind", "runtime/webhooks/durabletask/instances/{0}/restart",
        "runtime/webhooks/durabletask/orchestrators/{0}", "runtime/webhooks/durabletask/orchestrators/Echo/{0}",
        "runtime/webhooks/durabletask/orchestrators/Wait/{0}", "admin/functions/{0}", "{0}/{1}",
    ];

    private static readonly string[] Parameters =
    [
        "showInput", "showHistory", "showHistoryOutput", "returnInternalServerErrorOnFailure", "createdTimeFrom", "createdTimeTo", "runtimeStatus",
        "instanceIdPrefix", "top", "reason", "restartWithNewInstanceId", "code", "page", "taskHub",
    ];

    private static readonly string[] Bodies = ["", "null", "1", "\"x\"", "{}", "[]", "{\"item\":1}", "{\"item\":\"a\",\"count\":2}", "[[[[", "{\"a\":", "\u0000", "💥", "{\"$type\":\"System.Object\"}"];

    private static readonly string[] Types = ["application/json", "application/problem+json", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-7", "x/y"];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"];

    // A few ids that come back, so that calls also meet instances that exist.
    private static readonly Gen<string> Id = Gen.OneOf(
        Gen.OneOf("a", "b", "c", "@e@1", "..", "%2F", "a/b", "ü", "Echo", "Wait", "Throw"),
        Gen.String[0, 40]);

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("true", "false", "1", "0", "-1", "2026-01-01T00:00:00Z", "Completed,Running", "99999999999999999999", ""),
        Gen.String[0, 60]);

    private static readonly Gen<Shot> Shots = Gen.Select(
        Gen.OneOf(Methods),
        Gen.OneOf(Paths),
        Gen.Select(Id, Id, Id),
        Gen.Select(Gen.OneOf(Parameters), Value).List[0, 4],
        Gen.Select(Gen.OneOf(Gen.OneOf(Bodies), Gen.String[0, 300]), Gen.OneOf(Types)),
        Gen.Select(Gen.OneOf("x-ms-continuation-token", "x-functions-key", "Origin", "Idempotency-Key", "Accept"), Gen.String[Gen.Char[' ', '~'], 0, 60]))
        .Select((method, path, ids, query, body, header) => new Shot(
            method,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Escape(ids.Item1), Escape(ids.Item2), Escape(ids.Item3))
                + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(pair => $"{pair.Item1}={Escape(pair.Item2)}"))),
            body.Item1,
            body.Item2,
            header.Item1,
            header.Item2));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyRequest_IsAnsweredWithout5xx(bool keys)
    {
        var settings = keys
            ? new Dictionary<string, string?> { ["EmbeddedFunctions:Keys:Master"] = "m", ["EmbeddedFunctions:MaxFailedKeysPerMinute"] = "1000000" }
            : [];
        await using var host = await TestHosts.StartAsync([typeof(BindingFunctions), typeof(DurableFunctions)], settings);
        using var client = host.CreateClient();
        client.Timeout = TimeSpan.FromSeconds(30);
        await Shots.SampleAsync(
            async shot =>
            {
                using var request = shot.ToRequest();
                if (keys && shot.Body.Length % 2 == 0)
                {
                    request.Headers.Remove("x-functions-key");
                    request.Headers.Add("x-functions-key", "m");
                }

                using var response = await client.SendAsync(request);
                return (int)response.StatusCode < 500;
            },
            iter: 1500,
            threads: 4);

        await StillWorksAsync(host, client, keys);
    }

    private static async Task StillWorksAsync(FunctionsTestHost host, HttpClient client, bool keys)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "runtime/webhooks/durabletask/orchestrators/Echo?timeout=30")
        {
            Content = new StringContent("\"fine\"", Encoding.UTF8, "application/json"),
        };
        if (keys)
        {
            request.Headers.Add("x-functions-key", "m");
        }

        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"fine\"", await response.Content.ReadAsStringAsync());
        Assert.NotNull(await host.DurableClient.GetAllInstancesAsync().GetAsyncEnumerator().MoveNextAsync() ? "" : null);
    }

    private static string Escape(string text)
    {
        // A lone surrogate cannot be written in an address.
        var safe = new string([.. text.Where(letter => !char.IsSurrogate(letter))]);
        return Uri.EscapeDataString(safe);
    }

    private sealed record Shot(string Method, string Path, string Body, string Type, string Header, string HeaderValue)
    {
        public HttpRequestMessage ToRequest()
        {
            var request = new HttpRequestMessage(new HttpMethod(Method), Path);
            if (Method is not ("GET" or "HEAD" or "TRACE"))
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
                request.Content.Headers.TryAddWithoutValidation("Content-Type", Type);
            }

            request.Headers.TryAddWithoutValidation(Header, HeaderValue);
            return request;
        }
    }
}
