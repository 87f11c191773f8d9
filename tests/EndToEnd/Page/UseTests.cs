using CharacterFanOut.EndToEnd.Hosts;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>What people do on the page beside looking at one fan-out.</summary>
[Collection(nameof(PageTests))]
public sealed class UseTests(BrowserFixture browser) : IAsyncLifetime
{
    private RunningSystem system = null!;
    private Visit visit = null!;

    public async ValueTask InitializeAsync()
    {
        system = await RunningSystem.StartAsync("fixed:20ms", characters: 3000);
        visit = await Visit.StartAsync(browser.Browser);
    }

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await system.DisposeAsync();
    }

    [Fact]
    public async Task List_Filtered_ShowsThoseInThatState()
    {
        await visit.OpenAsync(system.Page);
        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await system.RunAsync(new { ids = "1-5", id = "fine" }, "fine");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "fine" }).WaitForAsync();

        await visit.Page.GetByLabel("Show").SelectOptionAsync("Aborted");
        await visit.Page.GetByText("None in this state.").WaitForAsync();
        await visit.Page.GetByLabel("Show").SelectOptionAsync("Completed");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "fine" }).WaitForAsync();
    }

    [Fact]
    public async Task List_ThreeChosen_KeepsTheLastTwoAndComparesTheOlderWithTheNewer()
    {
        foreach (var id in new[] { "oldest", "middle", "newest" })
        {
            await system.RunAsync(new { ids = "1-3", id }, id);
        }

        await visit.OpenAsync(system.Page);
        foreach (var id in new[] { "oldest", "newest", "middle" })
        {
            await visit.Page.GetByLabel($"Compare {id}").CheckAsync();
        }

        Assert.False(await visit.Page.GetByLabel("Compare oldest").IsCheckedAsync());
        Assert.Equal("#/compare/middle/newest", await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Compare the two" }).GetAttributeAsync("href"));
    }

    [Fact]
    public async Task Keyboard_Alone_StartsPausesAndResumes()
    {
        await visit.OpenAsync(system.Page);
        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await FocusedAsync("id"));
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FocusAsync();
        await visit.Page.Keyboard.TypeAsync("1-3000");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.StateAsync("Running");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.StateAsync("Paused");
        Assert.Equal("Resume", await FocusedAsync("textContent"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.StateAsync("Completed");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Download" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Characters as JSON", Exact = true }).WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        Assert.Equal("Download", await FocusedAsync("textContent"));
        Assert.Equal(0, await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Characters as JSON", Exact = true }).CountAsync());
    }

    [Fact]
    public async Task FanOut_ThatAborts_SaysWhatWasNotAskedFor()
    {
        await system.UpstreamAsync(new { latency = "fixed:20ms", ids = Enumerable.Range(1, 40).ToDictionary(id => $"{id}", _ => new { status = 404 }) });
        await visit.OpenAsync(system.Page);
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("1-3000");
        await visit.Page.GetByText("Options").ClickAsync();
        await visit.Page.GetByLabel("When ids fail").SelectOptionAsync("abort");
        await visit.Page.GetByLabel("Failures allowed").FillAsync("5");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();

        await visit.StateAsync("Aborted");
        await visit.Page.GetByText("aborts when more than 5 fail").WaitForAsync();
        var (fetched, failed, left) = (await visit.FigureAsync("Fetched"), await visit.FigureAsync("Failed"), await visit.FigureAsync("Not asked for"));
        Assert.Equal(3000, fetched + failed + left);
        Assert.InRange(failed, 6, 40);
    }

    [Fact]
    public async Task FanOut_Deleted_AsksFirstAndIsGone()
    {
        await system.RunAsync(new { ids = "1-5", id = "unwanted" }, "unwanted");
        await visit.OpenAsync(system.Page, "fanouts/unwanted");
        var delete = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true });

        await delete.ClickAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await delete.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();

        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await visit.OpenAsync(system.Page, "fanouts/unwanted");
        await visit.Page.GetByText("There is no fan-out \"unwanted\"").WaitForAsync();
    }

    [Fact]
    public async Task Theme_Chosen_IsKept()
    {
        await visit.OpenAsync(system.Page);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: auto" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: light" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: dark" }).WaitForAsync();

        await visit.Page.ReloadAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: dark" }).WaitForAsync();
        Assert.Equal("rgb(14, 19, 17)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
    }

    private Task<string> FocusedAsync(string property) => visit.Page.EvaluateAsync<string>($"document.activeElement.{property}");
}
