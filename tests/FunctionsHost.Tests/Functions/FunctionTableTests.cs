using FunctionsHost.Worker.Protocol;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Tests.Functions;

public sealed class FunctionTableTests
{
    [Theory]
    [InlineData("route", "a/{b", "route template")]
    [InlineData("route", "%Missing%/x", "Missing")]
    [InlineData("route", "x/{id:sometimes}", "sometimes")]
    [InlineData("level", "User", "AuthorizationLevel.User")]
    [InlineData("method", "g t", "G T")]
    public async Task Http_Misdeclared_StopsTheStartAndSaysWhy(string what, string value, string named)
    {
        var worker = new FakeWorker().Http("Fine").Http(
            "Wrong", route: what == "route" ? value : "wrong", level: what == "level" ? value : "Anonymous", methods: what == "method" ? [value] : []);
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync(worker));
        var problem = Assert.Single(failure.Problems);
        Assert.Contains("'Wrong'", problem, StringComparison.Ordinal);
        Assert.Contains(named, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_SeveralMisdeclared_AreNamedTogether()
    {
        var worker = new FakeWorker().Timer("Never", "0 0 0 31 2 *").Timer("Garbled", "now and then").Http("One", "same/{a}").Http("Two", "same/{b}");
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync(worker));
        Assert.Equal(3, failure.Problems.Count);
        Assert.All(["'Never'", "'Garbled'", "'One' and 'Two'"], name => Assert.Contains(name, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Route_OfTheHostsOwn_IsRefused()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"extensions":{"http":{"routePrefix":""}}}""");
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync(new FakeWorker().Http("Own", "admin/{x}"), appDirectory: folder.Path));
        Assert.Contains("'Own'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TellsTheWorkerEachBinding()
    {
        var worker = new FakeWorker().Function(
            "Order",
            """{"name":"req","type":"httpTrigger","direction":"In","dataType":"Binary","properties":{"supportsDeferredBinding":"True"}}""",
            """{"name":"$return","type":"http","direction":"Out"}""");
        await using var host = await TestHosts.StartAsync(worker);
        var bindings = worker.Loaded["Order"].Bindings;
        Assert.Equal(("httpTrigger", BindingInfo.Types.Direction.In, BindingInfo.Types.DataType.Binary), (bindings["req"].Type, bindings["req"].Direction, bindings["req"].DataType));
        Assert.Equal("True", bindings["req"].Properties["supportsDeferredBinding"]);
        Assert.Equal(("http", BindingInfo.Types.Direction.Out), (bindings["$return"].Type, bindings["$return"].Direction));
    }

    [Fact]
    public async Task Start_ListsTheFunctions_AndThoseThatItCannotRun()
    {
        using var log = new ListingLoggers();
        var worker = new FakeWorker().Http("Hello", "hello/{name}", "Anonymous", "get", "post").Timer("Nightly", "0 0 3 * * *")
            .Function("Consumer", """{"name":"message","type":"queueTrigger","direction":"In","queueName":"work"}""")
            .Function("Counter", """{"name":"dispatcher","type":"entityTrigger","direction":"In"}""")
            .Function("Order", """{"name":"input","type":"activityTrigger"}""", """{"name":"out","type":"queue","direction":"Out"}""", """{"name":"text","type":"blob","direction":"In"}""")
            .Function("Fetch", """{"name":"id","type":"activityTrigger","direction":"In"}""");
        await using var host = await TestHosts.StartAsync(worker, logging: logging => logging.AddProvider(log));
        var listing = Assert.Single(log.Lines, line => line.StartsWith("Functions:", StringComparison.Ordinal));
        Assert.Contains($"Hello: [GET,POST] {host.BaseAddress}api/hello/{{name}}", listing, StringComparison.Ordinal);
        Assert.Contains("Nightly: timerTrigger 0 0 3 * * *", listing, StringComparison.Ordinal);
        Assert.Contains("Fetch: activityTrigger", listing, StringComparison.Ordinal);
        Assert.Contains("Consumer: not run, this host has no queueTrigger", listing, StringComparison.Ordinal);
        Assert.Contains("Counter: not run, this host has no entityTrigger", listing, StringComparison.Ordinal);
        Assert.Contains("Function 'Order' has the binding 'out' to a queue, which this host does not have: what it writes there is dropped.", log.Lines);
        Assert.Contains("Function 'Order' has the binding 'text' to a blob, which this host does not have: it gets nothing from there.", log.Lines);
        Assert.Equal("GET", await host.Client.GetStringAsync("api/hello/x"));
    }
}
