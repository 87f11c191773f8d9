using System.Globalization;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class PagingTests
{
    [Theory, EngineModes]
    public async Task Pageable_OverActivities_EnumeratesInTheOrchestrator(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Enumerate", async context =>
            {
                var pageable = Pageable.Create((token, _) => context.CallActivityAsync<Page<string>>("GetPage", token));
                var items = new List<string>();
                await foreach (var item in pageable)
                {
                    items.Add(item);
                }

                return items;
            })
            .AddActivityFunc<string?, Page<string>>("GetPage", (_, token) =>
            {
                var page = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
                return new Page<string>(
                    [.. Enumerable.Range(page * 3, 3).Select(i => $"item {i}")],
                    page < 2 ? (page + 1).ToString(CultureInfo.InvariantCulture) : null);
            }));

        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"item {i}"), await host.OutputAsync<List<string>>("Enumerate"));
    }
}
