using CharacterFanOut.EndToEnd.Hosts;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

[Collection(nameof(PageTests))]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    private static readonly string[] Views =
        ["", "fanouts/one", "fanouts/one/failures", "fanouts/one/characters", "compare/one/two", "fanouts/none"];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task EveryView_CheckedByAxe_HasNothingSerious(ColorScheme scheme)
    {
        var system = await StartAsync();
        await using var visit = await Visit.StartAsync(browser.Browser, scheme);
        foreach (var view in Views)
        {
            await ShowAsync(visit, system, view);
            await NothingSeriousAsync(visit, view);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task EveryState_CheckedByAxe_HasNothingSerious(ColorScheme scheme)
    {
        var system = browser.System;
        await system.ClearAsync("fixed:60ms");
        await using var visit = await Visit.StartAsync(browser.Browser, scheme);
        await visit.OpenAsync(system.Page);
        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await visit.OpenFormAsync();
        await visit.Page.GetByText("Options").ClickAsync();
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("5-1");
        await visit.Page.GetByLabel("Ids in a batch").FillAsync("0");
        await visit.Page.GetByLabel("When ids fail").SelectOptionAsync("abort");
        await NothingSeriousAsync(visit, "empty list, form with mistakes");

        await visit.Page.ReloadAsync();
        await visit.StartFanOutAsync(system.Page, "long", "1-5000");
        await visit.UntilAsync("document.querySelectorAll('.strips .bars .done').length >= 1");
        await NothingSeriousAsync(visit, "running");
        await system.UpstreamAsync(new { throttle = "1/s", retryAfter = 2 });
        await visit.StateAsync("Throttled");
        await NothingSeriousAsync(visit, "throttled");
        await system.UpstreamAsync(new { throttle = (string?)null });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await visit.StateAsync("Paused");
        await NothingSeriousAsync(visit, "paused");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Report as JSON" }).WaitForAsync();
        await NothingSeriousAsync(visit, "menu");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await NothingSeriousAsync(visit, "question");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();

        await system.Host.KillAsync();
        await visit.Page.GetByText("The host has not answered since").WaitForAsync();
        await NothingSeriousAsync(visit, "host gone");
    }

    [Fact]
    public async Task Axe_APageWithAMistake_FindsIt()
    {
        await using var visit = await Visit.StartAsync(browser.Browser);
        await visit.Page.SetContentAsync("<html lang=en><title>t</title><main><h1>h</h1><input type=text></main></html>");

        Assert.Contains("label", await Axe.CheckAsync(visit.Page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    public async Task EveryView_AsWideAsAPhone_DoesNotScrollSideways(int width)
    {
        var system = await StartAsync();
        await using var visit = await Visit.StartAsync(browser.Browser, width: width, height: 800);
        foreach (var view in Views)
        {
            await ShowAsync(visit, system, view);

            Assert.Equal((view, 0), (view, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")));
        }
    }

    private static async Task NothingSeriousAsync(Visit visit, string what) =>
        Assert.Equal((what, "[]"), (what, await Axe.CheckAsync(visit.Page)));

    private async Task<RunningSystem> StartAsync()
    {
        var system = browser.System;
        await system.ClearAsync();
        await system.RunAsync(new { ids = "1-300,5001-5005", id = "one" }, "one");
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
}
