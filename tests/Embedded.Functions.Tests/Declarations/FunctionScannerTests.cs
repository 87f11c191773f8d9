using System.Net;
using EmbeddedFunctions.Testing;
using EmbeddedFunctions.Tests.Apps;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Tests.Declarations;

public sealed class FunctionScannerTests
{
    [Theory]
    [InlineData(typeof(Misdeclared.TwoTriggers), "2 triggers", "split")]
    [InlineData(typeof(Misdeclared.NoTrigger), "no trigger", "[HttpTrigger]")]
    [InlineData(typeof(Misdeclared.UnknownRouteParameter), "'item'", "{item}")]
    [InlineData(typeof(Misdeclared.Twins), "declared 2 times", "name of its own")]
    [InlineData(typeof(Misdeclared.BadCron), "0 61 * * * *", "six fields")]
    [InlineData(typeof(Misdeclared.FewFields), "2 fields", "six")]
    [InlineData(typeof(Misdeclared.NeverOccurs), "0 0 0 30 2 *", "never")]
    [InlineData(typeof(Misdeclared.MissingSetting), "'No:Such'", "local.settings.json")]
    [InlineData(typeof(Misdeclared.BadRoute), "items/{id", "route template")]
    [InlineData(typeof(Misdeclared.SameRoute), "'G'", "another route")]
    [InlineData(typeof(Misdeclared.UserLevel), "AuthorizationLevel.User", "use Anonymous")]
    [InlineData(typeof(Misdeclared.BadMethod), "GE T", "\"get\"")]
    [InlineData(typeof(Misdeclared.BadName), "1 F", "begin with a letter")]
    [InlineData(typeof(Misdeclared.NotPublic), "not public", "make NotPublic.Run public")]
    [InlineData(typeof(Misdeclared.GenericMethod), "generic", "plain method")]
    [InlineData(typeof(Misdeclared.AbstractClass), "abstract", "concrete")]
    [InlineData(typeof(Misdeclared.AsyncVoid), "async void", "return Task")]
    [InlineData(typeof(Misdeclared.ByReference), "by reference", "by value")]
    [InlineData(typeof(Misdeclared.TwoBodies), "twice", "keep one")]
    [InlineData(typeof(Misdeclared.Unbound), "IServiceProvider", "constructor")]
    [InlineData(typeof(Misdeclared.ClientOfOtherType), "String", "DurableTaskClient")]
    [InlineData(typeof(Misdeclared.ClientUnmarked), "DurableTaskClient", "[DurableClient]")]
    [InlineData(typeof(Misdeclared.OtherHub), "elsewhere", "host.json")]
    [InlineData(typeof(Misdeclared.OrchestratorWithClient), "non-deterministic", "activity")]
    [InlineData(typeof(Misdeclared.OrchestratorWithoutContext), "String", "TaskOrchestrationContext")]
    [InlineData(typeof(Misdeclared.OrchestratorWithTwoInputs), "'two'", "'one'")]
    [InlineData(typeof(Misdeclared.TimerWithoutInfo), "String", "TimerInfo")]
    [InlineData(typeof(Misdeclared.SameActivity), "'Work'", "name of its own")]
    [InlineData(typeof(Misdeclared.RetriedHttp), "only timer functions", "RetryPolicy")]
    [InlineData(typeof(Misdeclared.BadRetry), "'soon'", "00:00:10")]
    [InlineData(typeof(Misdeclared.BackwardRetry), "longer than", "swap")]
    [InlineData(typeof(Misdeclared.NoRetries), "count is 0", "-1")]
    [InlineData(typeof(Misdeclared.UnknownConstraint), "'foo'", "guid")]
    [InlineData(typeof(Misdeclared.BadConstraint), "range(a)", "constraint")]
    [InlineData(typeof(Misdeclared.OrchestratorWithLogger), "ILogger", "CreateReplaySafeLogger")]
    [InlineData(typeof(Misdeclared.ActivityOfAStream), "Stream", "JSON")]
    [InlineData(typeof(Misdeclared.ActivityOfARequest), "HttpRequest", "JSON")]
    [InlineData(typeof(Misdeclared.TwoHttpResults), "[HttpResult]", "keep one")]
    public async Task Start_MisdeclaredFunction_FailsNamingItAndTheFix(Type type, string what, string fix)
    {
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync(type));
        var problem = Assert.Single(failure.Problems);
        Assert.Contains("F'", problem, StringComparison.Ordinal);
        Assert.Contains(what, problem, StringComparison.Ordinal);
        Assert.Contains(fix, problem, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SeveralMistakes_AreAllTold()
    {
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync(typeof(Misdeclared.NoTrigger), typeof(Misdeclared.BadCron)));
        Assert.Equal(2, failure.Problems.Count);
    }

    [Fact]
    public async Task Start_ConstraintOfTheApp_IsKnown()
    {
        await using var host = await TestHosts.StartAsync(
            [typeof(Misdeclared.UnknownConstraint)],
            null,
            builder => builder.Services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<AlphaRouteConstraint>("foo")));
        using var client = host.CreateClient();
        using var fits = await client.GetAsync("api/items/a");
        using var other = await client.GetAsync("api/items/1");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (fits.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Start_ReservedRoute_Fails()
    {
        using var folder = new TempFolder();
        folder.Write("host.json", """{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""");
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => TestHosts.StartAsync([typeof(ReservedFunctions)], null, contentRoot: folder.Path));
        Assert.Contains("admin/things", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WholeAssembly_FindsItsFunctions()
    {
        // This assembly has misdeclared functions on purpose: that they are found says that it was searched.
        var failure = await Assert.ThrowsAsync<FunctionDeclarationException>(() => FunctionsTestHost.StartAsync(options: new FunctionsTestHostOptions { FunctionsAssembly = typeof(GreetingFunctions).Assembly }));
        Assert.True(failure.Problems.Count > 20);
    }
}
