using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>What people do on the page beside looking at one fan-out.</summary>
[Collection(nameof(PageTests))]
public sealed class UseTests(BrowserFixture browser) : IAsyncLifetime
{
    private Visit visit = null!;

    public async ValueTask InitializeAsync()
    {
        await browser.System.ClearAsync("fixed:20ms");
        visit = await Visit.StartAsync(browser.Browser);
    }

    public ValueTask DisposeAsync() => visit.DisposeAsync();

    [Fact]
    public async Task List_Filtered_ShowsThoseInThatState()
    {
        await visit.OpenAsync(browser.System.Page);
        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await browser.System.RunAsync(new { ids = "1-5", id = "fine" }, "fine");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "fine" }).WaitForAsync();

        await visit.Page.GetByLabel("Show").SelectOptionAsync("Aborted");
        await visit.Page.GetByText("None that is asked for.").WaitForAsync();
        await visit.Page.GetByLabel("Show").SelectOptionAsync("Completed");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "fine" }).WaitForAsync();
    }

    [Fact]
    public async Task List_SearchedFilteredAndSorted_KeepsItInTheAddress()
    {
        await browser.System.UpstreamAsync(new { ids = new Dictionary<string, object> { ["2"] = new { status = 404 } } });
        foreach (var (id, ids) in new[] { ("alpha", "3-5"), ("beta", "1-3"), ("gamma", "2-9") })
        {
            await browser.System.RunAsync(new { ids, id }, id);
        }

        await visit.OpenAsync(browser.System.Page, "?sort=name");
        await NamesAsync("alpha", "beta", "gamma");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Fan-out", Exact = true }).ClickAsync();
        await NamesAsync("gamma", "beta", "alpha");
        Assert.Equal("descending", await visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Fan-out" }).GetAttributeAsync("aria-sort"));
        await visit.Page.GetByLabel("Show").SelectOptionAsync("Completed with failures");
        await NamesAsync("gamma", "beta");
        await visit.Page.GetByLabel("Started", new() { Exact = true }).SelectOptionAsync("Last hour");
        await visit.Page.GetByLabel("Search fan-outs").FillAsync("bet");
        await NamesAsync("beta");

        await visit.Page.ReloadAsync();
        await NamesAsync("beta");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "beta" }).ClickAsync();
        await visit.StateAsync("Completed with failures");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Fan-outs" }).ClickAsync();
        await NamesAsync("beta");
        Assert.EndsWith("#/?status=withFailures&since=hour&q=bet&sort=name&reversed=1", visit.Page.Url, StringComparison.Ordinal);

        Task NamesAsync(params string[] names) =>
            visit.UntilAsync($"[...document.querySelectorAll('.fanouts td.name a')].map(a => a.textContent).join() === '{string.Join(',', names)}'");
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(1024)]
    [InlineData(390)]
    public async Task List_WithALongName_ShowsEveryColumn(int width)
    {
        var name = new string('n', 71);
        await browser.System.RunAsync(new { ids = "1-5", id = name }, name);
        await visit.Page.SetViewportSizeAsync(width, 800);
        await visit.OpenAsync(browser.System.Page);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = name }).WaitForAsync();

        Assert.Equal("fetched failed rate took started", await visit.Page.EvaluateAsync<string>(
            "[...document.querySelectorAll('.fanouts tbody td.n')].filter(e => e.clientWidth > 20 && e.getBoundingClientRect().right <= innerWidth).map(e => e.classList[1]).join(' ')"));
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        if (width > 680)
        {
            Assert.InRange(await visit.Page.EvaluateAsync<double>("document.querySelector('.fanouts tbody tr').getBoundingClientRect().height"), 28, 33);
        }
    }

    [Fact]
    public async Task List_Chosen_AreComparedOlderWithNewerOrDeletedTogether()
    {
        foreach (var id in new[] { "oldest", "middle", "newest" })
        {
            await browser.System.RunAsync(new { ids = "1-3", id }, id);
        }

        await visit.OpenAsync(browser.System.Page);
        foreach (var id in new[] { "newest", "middle" })
        {
            await visit.Page.GetByLabel($"Choose {id}").CheckAsync();
        }

        Assert.Equal("#/compare/middle/newest", await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Compare the two" }).GetAttributeAsync("href"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete 2", Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete 2 fan-outs" }).ClickAsync();
        await visit.Page.GetByLabel("Choose newest").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visit.Page.GetByLabel("Choose middle").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visit.Page.GetByLabel("Choose oldest").WaitForAsync();
    }

    [Fact]
    public async Task Schedules_AreMadeShownAndRemoved()
    {
        await visit.OpenAsync(browser.System.Page);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Schedules" }).ClickAsync();
        await visit.Page.GetByText("Nothing is scheduled.").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "New schedule" }).ClickAsync();
        await visit.Page.GetByLabel("Name").FillAsync("daily");
        await visit.Page.GetByLabel("When, in UTC").FillAsync("never");
        await visit.Page.GetByLabel("Ids").FillAsync("1-3");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync();
        await visit.Page.GetByText("is not NCRONTAB").WaitForAsync();
        await visit.Page.GetByLabel("When, in UTC").FillAsync("* * * * * *");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync();

        // Each of its fan-outs leads to its own view.
        var schedule = visit.Page.GetByRole(AriaRole.Region, new() { Name = "daily", Exact = true });
        await schedule.GetByRole(AriaRole.Link, new() { NameString = "scheduled-daily-" }).First.WaitForAsync();
        await schedule.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await visit.Page.GetByText("Nothing is scheduled.").WaitForAsync();
    }

    [Fact]
    public async Task List_ALabel_LeadsToThoseThatHaveIt()
    {
        await browser.System.RunAsync(new { ids = "1-3", id = "with", labels = new { team = "alpha" } }, "with");
        await browser.System.RunAsync(new { ids = "1-3", id = "without" }, "without");
        await visit.OpenAsync(browser.System.Page);
        await visit.Page.GetByLabel("Choose without").WaitForAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "team=alpha" }).ClickAsync();
        await visit.Page.GetByLabel("Choose without").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visit.Page.GetByLabel("Choose with", new() { Exact = true }).WaitForAsync();

        await visit.Page.GetByLabel("No longer only team=alpha").ClickAsync();
        await visit.Page.GetByLabel("Choose without").WaitForAsync();
    }

    [Fact]
    public async Task Keyboard_Alone_StartsPausesAndResumes()
    {
        await visit.OpenAsync(browser.System.Page);
        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await FocusedAsync("id"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "New fan-out" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("f-ids", await FocusedAsync("id"));
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
        await browser.System.UpstreamAsync(new { latency = "fixed:20ms", ids = Enumerable.Range(1, 40).ToDictionary(id => $"{id}", _ => new { status = 404 }) });
        await visit.OpenAsync(browser.System.Page);
        await visit.OpenFormAsync();
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("1-3000");
        await visit.Page.GetByText("Options").ClickAsync();
        await visit.Page.GetByLabel("When ids fail").SelectOptionAsync("abort");
        await visit.Page.GetByLabel("Failures allowed").FillAsync("5");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();

        await visit.StateAsync("Aborted");
        await visit.Page.GetByText("aborts when more than 5 fail").WaitForAsync();
        var (fetched, failed, left) = (await visit.FigureAsync("Fetched"), await visit.FigureAsync("Failed"), await visit.FigureAsync("Not asked for"));
        Assert.Equal(3000, fetched + failed + left);
        Assert.InRange(failed, 6, 40);
    }

    [Fact]
    public async Task FanOut_Deleted_AsksFirstAndIsGone()
    {
        await browser.System.RunAsync(new { ids = "1-5", id = "unwanted" }, "unwanted");
        await visit.OpenAsync(browser.System.Page, "fanouts/unwanted");
        var delete = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true });

        await delete.ClickAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await delete.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Delete it" }).ClickAsync();

        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await visit.OpenAsync(browser.System.Page, "fanouts/unwanted");
        await visit.Page.GetByText("There is no fan-out \"unwanted\"").WaitForAsync();
    }

    [Fact]
    public async Task Theme_Chosen_IsKept()
    {
        await visit.OpenAsync(browser.System.Page);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: auto" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: light" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: dark" }).WaitForAsync();

        await visit.Page.ReloadAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: dark" }).WaitForAsync();
        Assert.Equal("rgb(14, 19, 17)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
    }

    private Task<string> FocusedAsync(string property) => visit.Page.EvaluateAsync<string>($"document.activeElement.{property}");
}
