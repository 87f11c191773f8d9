using System.Globalization;
using System.Text;
using CsCheck;

namespace FunctionsHost.Tests.Management;

/// <summary>Throws anything at the management API and at functions: each request is answered, and never with the host's fault.</summary>
public sealed class FuzzTests
{
    private const string Instances = "/runtime/webhooks/durabletask/instances";

    private static readonly string[] Paths =
    [
        "/api/echo/{0}", "/api/numbered/{0}", "/api/count", "/api/bytes/{0}", "/api/nothing", "/api/{0}/{1}", "/{0}", "/admin/functions/{0}", "/runtime/{0}",
        Instances, Instances + "/{0}", Instances + "/{0}/raiseEvent/{1}", Instances + "/{0}/terminate", Instances + "/{0}/suspend", Instances + "/{0}/resume",
        Instances + "/{0}/restart", Instances + "/{0}/rewind", Instances + "/{0}/{1}",
        "/runtime/webhooks/durabletask/orchestrators/EchoFlow/{0}", "/runtime/webhooks/durabletask/orchestrators/WaitFlow/{0}", "/runtime/webhooks/durabletask/orchestrators/{1}/{0}",
    ];

    private static readonly string[] Queries =
    [
        "showInput", "showHistory", "showHistoryOutput", "returnInternalServerErrorOnFailure", "createdTimeFrom", "createdTimeTo", "runtimeStatus", "instanceIdPrefix",
        "top", "reason", "restartWithNewInstanceId", "taskHub", "connection", "code", "id",
    ];

    // What a path may have beside escaped text: what a server reads in its own way, and bytes that are no text.
    private static readonly Gen<string> Segment = Gen.OneOf(
        Gen.Int[0, 5].Select(static i => $"fuzz-{i}"),
        Gen.OneOf("..", ".", "%2e%2e", "%2F", "%5C", "\\", "%00", "%zz", "%", "%C3%28", "a;b=c", "@x@y", "fuzz-0:1", "{0}", "*", "5", "-1", "99999999999999999999", "", "a#b", "\u00fc"),
        Gen.String[1, 40].Select(Escape));

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("", "true", "0", "-1", "5", "1e99", "Running,Failed", "2026-01-01T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59Z", "99999999999999999999", "%00", "%", "%ff"),
        Gen.String[0, 40].Select(Escape));

    private static readonly Gen<string> Body = Gen.OneOf(
        Gen.OneOf("", "null", "1", "\"x\"", "[]", "{}", "{\"a\":", "[[[[[[[[", "\"\\ud800\"", "\0", "\ufeff1", "{\"a\":1,\"a\":2}", "1 2", "NaN"),
        Gen.Int[60, 70].Select(static depth => new string('[', depth) + new string(']', depth)),
        Gen.String[0, 200]);

    private static readonly Gen<string> Header = Gen.Select(
        Gen.OneOf("Accept", "x-ms-continuation-token", "Content-Encoding", "Range", "traceparent", "tracestate", "X-Forwarded-For", "x-ms-invocation-id", "Cookie", "Connection", "TE"),
        Gen.OneOf("*", "gzip", "bytes=0-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0-0-0", "x"),
        Gen.String[Gen.Char[' ', '~'], 0, 60],
        static (name, known, any) => $"{name}: {(any.Length % 2 == 0 ? known : any)}\r\n");

    private static readonly Gen<string> Requests = Gen.Select(
        Gen.OneOf("GET", "GET", "POST", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "X"),
        Gen.Select(Gen.OneOf(Paths), Segment, Segment, static (path, one, other) => string.Format(CultureInfo.InvariantCulture, path, one, other)),
        Gen.Select(Gen.OneOf(Queries), Value, static (name, value) => $"{name}={value}").List[0, 3],
        Gen.OneOf("application/json", "application/json", "application/json; charset=utf-7", "text/plain", "nonsense"),
        Body,
        Header)
        .Select(static (method, path, query, type, body, header) => Request(method, query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", type, body, header));

    [Fact]
    public async Task AnyRequest_IsAnswered_AndNotWithTheHostsFault()
    {
        await using var host = await TestHosts.StartAppAsync();
        await Requests.SampleAsync(
            async request =>
            {
                var status = await RawHttp.StatusAsync(host.BaseAddress, request);
                Assert.True(status < 500, $"{status} for {request}");
            },
            iter: 1000,
            threads: 4);
        Assert.Equal("[0,1,4]", (await Durable.WorkerTests.RunAsync(host, "Squares", 3)).Output);
    }

    private static string Request(string method, string target, string type, string body, string header)
    {
        // The text goes out as Latin-1, a byte a letter.
        var bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(body));
        var content = method is "GET" or "HEAD" or "TRACE" ? "\r\n" : $"Content-Type: {type}\r\nContent-Length: {bytes.Length}\r\n\r\n{bytes}";
        return $"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{header}{content}";
    }

    // Half a surrogate pair cannot be written in an address.
    private static string Escape(string text) => Uri.EscapeDataString(new string([.. text.Where(static letter => !char.IsSurrogate(letter))]));
}
