using CharacterFanOut.EndToEnd.Hosts;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

[Collection(nameof(PageTests))]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    private const string Check =
        "async () => { const { violations } = await axe.run(); return JSON.stringify(violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => [v.id, v.nodes.map(n => n.target.join(' '))])); }";

    private static readonly string[] Views =
        ["", "fanouts/one", "fanouts/one/failures", "fanouts/one/characters", "compare/one/two", "fanouts/none"];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task EveryView_CheckedByAxe_HasNothingSerious(ColorScheme scheme)
    {
        var axe = await AxeAsync();
        await using var system = await StartAsync();
        await using var visit = await Visit.StartAsync(browser.Browser, scheme);
        foreach (var view in Views)
        {
            await ShowAsync(visit, system, view);
            await visit.Page.EvaluateAsync(axe);

            Assert.Equal((view, "[]"), (view, await visit.Page.EvaluateAsync<string>(Check)));
        }
    }

    [Fact]
    public async Task Axe_APageWithAMistake_FindsIt()
    {
        await using var visit = await Visit.StartAsync(browser.Browser);
        await visit.Page.SetContentAsync("<html lang=en><title>t</title><main><h1>h</h1><input type=text></main></html>");
        await visit.Page.EvaluateAsync(await AxeAsync());

        Assert.Contains("label", await visit.Page.EvaluateAsync<string>(Check), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    public async Task EveryView_AsWideAsAPhone_DoesNotScrollSideways(int width)
    {
        await using var system = await StartAsync();
        await using var visit = await Visit.StartAsync(browser.Browser, width: width, height: 800);
        foreach (var view in Views)
        {
            await ShowAsync(visit, system, view);

            Assert.Equal((view, 0), (view, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")));
        }
    }

    private static async Task<RunningSystem> StartAsync()
    {
        var system = await RunningSystem.StartAsync(characters: 300);
        await system.RunAsync(new { ids = "1-305", id = "one" }, "one");
        await system.RunAsync(new { ids = "1-200", id = "two" }, "two");
        return system;
    }

    private static async Task ShowAsync(Visit visit, RunningSystem system, string view)
    {
        await visit.OpenAsync(system.Page, view);
        var shown = view switch
        {
            "" => visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "Completed" }).First,
            "fanouts/one" => visit.Page.GetByRole(AriaRole.Region, new() { Name = "Locations" }),
            "fanouts/one/failures" => visit.Page.GetByText("5 failures"),
            "fanouts/one/characters" => visit.Page.GetByText("300 characters"),
            "compare/one/two" => visit.Page.GetByText("Only in the second"),
            _ => visit.Page.GetByText("There is no fan-out"),
        };
        await shown.WaitForAsync();
    }

    private static async Task<string> AxeAsync()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "axe.min.js");
        Assert.True(File.Exists(path), "axe-core is not there: run npm ci in tests/EndToEnd, and build again.");
        return await File.ReadAllTextAsync(path);
    }
}
