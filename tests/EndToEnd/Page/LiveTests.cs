using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

[Collection(nameof(PageTests))]
public sealed class LiveTests(BrowserFixture browser) : IAsyncLifetime
{
    private Visit visit = null!;

    public async ValueTask InitializeAsync()
    {
        await browser.System.ClearAsync("fixed:40ms");
        visit = await Visit.StartAsync(browser.Browser);
    }

    public ValueTask DisposeAsync() => visit.DisposeAsync();

    [Fact]
    public async Task FanOut_StartedFromTheForm_IsFollowedToItsEnd()
    {
        await browser.System.UpstreamAsync(new { ids = new Dictionary<string, object> { ["7"] = new { status = 404 } } });

        await visit.StartFanOutAsync(browser.System.Page, "live", "1-600");
        await visit.StateAsync("Running");
        await visit.UntilAsync("document.querySelectorAll('.strips .bars .running').length > 0");
        await visit.Page.Locator(".figure", new() { HasTextString = "of 20" }).WaitForAsync();
        Assert.Equal(1, await visit.Page.Locator(".strips .cap").CountAsync());
        await visit.StateAsync("Completed");

        Assert.Equal((599, 1), (await visit.FigureAsync("Fetched"), await visit.FigureAsync("Failed")));
        await visit.UntilAsync("document.querySelectorAll('.strips .bars .done').length === 6");
        Assert.Equal(1, await visit.Page.Locator(".strips .bars .lost").CountAsync());
        var statuses = await visit.Page.GetByRole(AriaRole.Table, new() { Name = "Characters by status" }).Locator("tbody td:nth-child(2)").AllInnerTextsAsync();
        Assert.Equal(599, statuses.Sum(n => int.Parse(n, CultureInfo.InvariantCulture)));

        // Latencies are the batches'. How often the page has looked, and whether a look came too late to go on with the curve, is up to the machine.
        foreach (var (name, points) in new[] { ("rate", 2), ("p50", 6), ("p95", 6), ("flight", 2) })
        {
            var path = await visit.Page.Locator($".strips .line.{name}").GetAttributeAsync("d");
            Assert.InRange(path!.Count(c => c is 'M' or 'L'), points, 1000);
        }

        foreach (var (name, rows) in new[] { ("Characters by species", 6), ("Characters by gender", 4), ("Origins", 11), ("Locations", 11) })
        {
            Assert.Equal((name, rows), (name, await visit.Page.GetByRole(AriaRole.Table, new() { Name = name, Exact = true }).Locator("tbody tr").CountAsync()));
        }

        Assert.Empty(visit.Troubles);

        await visit.OpenAsync(browser.System.Page);
        await visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "live" }).Filter(new() { HasTextString = "Completed" }).WaitForAsync();
    }

    [Fact]
    public async Task FanOut_PausedAndResumed_StandsStillAndGoesOn()
    {
        await visit.StartFanOutAsync(browser.System.Page, "paused", "1-2000");
        await visit.UntilAsync("document.querySelectorAll('.strips .bars .done').length >= 2");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await visit.StateAsync("Paused");
        Assert.Equal(0, await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).CountAsync());
        await visit.Page.Locator(".figure", new() { HasTextString = "0 of 20" }).WaitForAsync();
        await GapAsync("paused");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

        await visit.StateAsync("Completed");
        Assert.Equal(2000, await visit.FigureAsync("Fetched"));
        await GapAsync("paused");
        await LoggedAsync("Paused");
        await LoggedAsync("Resumed");
    }

    [Fact]
    public async Task FanOut_Cancelled_AsksFirst()
    {
        await visit.StartFanOutAsync(browser.System.Page, "cancelled", "1-2000");
        await visit.StateAsync("Running");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel the fan-out" }).ClickAsync();

        await visit.StateAsync("Canceled");
    }

    [Fact]
    public async Task Upstream_Throttles_IsMarkedWithTheTimeItLasts()
    {
        await visit.StartFanOutAsync(browser.System.Page, "throttled", "1-2000");
        await visit.UntilAsync("document.querySelectorAll('.strips .bars .done').length >= 1");
        await browser.System.UpstreamAsync(new { throttle = "1/s", retryAfter = 2 });

        await visit.StateAsync("Throttled");
        await visit.Page.Locator(".figure", new() { HasTextString = "Throttled until" }).WaitForAsync();
        await GapAsync("throttled");
        await visit.Page.Locator(".figure", new() { HasTextRegex = new(@"Throttled until.*in \d+ s", System.Text.RegularExpressions.RegexOptions.Singleline) }).WaitForAsync();
        await visit.Page.Locator(".figure", new() { HasTextRegex = new(@"Ids a second.*last \d+ s", System.Text.RegularExpressions.RegexOptions.Singleline) }).WaitForAsync();
        await LoggedAsync("Throttled, still");
        await browser.System.UpstreamAsync(new { throttle = (string?)null });

        await visit.StateAsync("Completed");
        await LoggedAsync("Throttled for");
    }

    [Fact]
    public async Task Upstream_ThatThrottlesForHours_IsAskedNowAtAPress()
    {
        await browser.System.UpstreamAsync(new { throttle = "10/d", retryAfter = 43200 });
        await visit.StartFanOutAsync(browser.System.Page, "woken", "1-100");
        await visit.StateAsync("Throttled");
        await browser.System.UpstreamAsync(new { throttle = (string?)null });

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ask now" }).ClickAsync();

        await visit.StateAsync("Completed");
        Assert.Equal(100, await visit.FigureAsync("Fetched"));
    }

    [Fact]
    public async Task Host_KilledAndStartedAgain_PageSaysSoAndFollowsOn()
    {
        await visit.StartFanOutAsync(browser.System.Page, "survivor", "1-2000");
        await visit.UntilAsync("document.querySelectorAll('.strips .bars .done').length >= 2");

        await browser.System.Host.KillAsync();
        await visit.Page.GetByText("The host has not answered since").WaitForAsync();
        await visit.Page.GetByText("no answer").WaitForAsync();
        await browser.System.Host.StartAgainAsync();

        await visit.Page.GetByText("The host was restarted and is back after").WaitForAsync();
        Assert.Equal(0, await visit.Page.GetByText("The host has not answered since").CountAsync());
        await visit.StateAsync("Completed");
        Assert.Equal(2000, await visit.FigureAsync("Fetched"));
        await GapAsync("host away");
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Page_FollowingAFanOut_AsksAtMostOnceASecond()
    {
        await visit.StartFanOutAsync(browser.System.Page, "calm", "1-1000");
        await visit.StateAsync("Running");
        visit.Asked.Clear();
        var began = TimeProvider.System.GetTimestamp();

        await visit.StateAsync("Completed");

        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Assert.InRange(visit.Asked.Count, 1, (int)Math.Ceiling(seconds) + 2);
    }

    [Fact]
    public async Task Page_FollowingOneThatSleeps_IsToldAndAsksNothing()
    {
        await browser.System.UpstreamAsync(new { throttle = "10/d", retryAfter = 43200 });
        await visit.StartFanOutAsync(browser.System.Page, "asleep", "1-60");
        await visit.StateAsync("Throttled");
        await visit.Page.Locator(".figure", new() { HasTextString = "0 of 20" }).WaitForAsync();
        await FiguresAsync(4);
        visit.Asked.Clear();

        await FiguresAsync(8);

        Assert.DoesNotContain(visit.Asked, address => address.Contains("/asleep", StringComparison.Ordinal) && !address.EndsWith("/events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recorder_WithTheKeyboard_ReadsOneMoment()
    {
        await browser.System.RunAsync(new { ids = "1-300", id = "keys" }, "keys");
        await visit.OpenAsync(browser.System.Page, "fanouts/keys");
        var strips = visit.Page.GetByRole(AriaRole.Slider);

        await strips.FocusAsync();
        await strips.PressAsync("ArrowLeft");

        Assert.Matches(@" in, at .+ ids/s", await strips.GetAttributeAsync("aria-valuetext"));

        await strips.PressAsync("+");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show the whole time" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show the whole time" }).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal("slider", await visit.Page.EvaluateAsync<string>("document.activeElement.getAttribute('role')"));
        await strips.PressAsync("Home");
        await strips.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Batch", Exact = true }).GetByText("1-100").WaitForAsync();
    }

    [Fact]
    public async Task Recorder_WithTheMouse_OpensABatchAndZoomsIntoWhatIsDraggedOver()
    {
        await browser.System.RunAsync(new { ids = "1-300", batchSize = 100, id = "mouse" }, "mouse");
        await visit.OpenAsync(browser.System.Page, "fanouts/mouse");
        var bars = visit.Page.Locator(".strips .bars .done");
        await bars.First.ClickAsync();
        var batch = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Batch", Exact = true });
        await batch.GetByText("100 of 100").WaitForAsync();
        await batch.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await batch.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        var times = visit.Page.Locator(".strips .time");
        var whole = await times.AllTextContentsAsync();
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d", whole[0]);

        var box = (await visit.Page.Locator(".strips").BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + (box.Width * 0.25f), box.Y + 100);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + 100);
        await visit.Page.Mouse.UpAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show the whole time" }).WaitForAsync();
        Assert.NotEqual(whole, await times.AllTextContentsAsync());
    }

    [Fact]
    public async Task FanOut_ThatWaits_SaysForWhat()
    {
        await browser.System.RunAsync(new { ids = "1-5", id = "waits" }, "waits");
        var answer = JsonNode.Parse(await (await browser.System.GetAsync("api/fanouts/waits/batches")).Content.ReadAsStringAsync())!;
        answer["fanOut"]!["status"] = "running";
        await visit.Page.RouteAsync("**/fanouts/waits/batches?*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() }));
        // Where no events come, the page asks.
        await visit.Page.RouteAsync("**/fanouts/waits/events", route => route.AbortAsync());
        await visit.OpenAsync(browser.System.Page, "fanouts/waits");
        (string Reason, string State, string Why)[] waits =
        [
            ("throttled", "Throttled", "The upstream asks to be left alone"), ("unreachable", "Unreachable", "The upstream cannot be reached"),
            ("slow", "Slow", "The upstream does not answer in time"), ("otherUpstream", "Waiting", "because"),
        ];
        foreach (var (reason, state, why) in waits)
        {
            answer["fanOut"]!["waiting"] = JsonNode.Parse($$"""{"reason":"{{reason}}","since":"2030-01-01T00:00:00Z","nextTryAt":"2030-01-02T00:00:00Z","error":"because"}""");

            await visit.Page.Locator(".chip[data-tone=wait]", new() { HasTextString = state }).WaitForAsync();
            await visit.Page.Locator(".why[data-tone=wait]", new() { HasTextString = why }).WaitForAsync();
        }

        answer["fanOut"]!["problem"] = "The disk is full.";
        await visit.Page.Locator(".chip[data-tone=bad]", new() { HasTextString = "Blocked" }).WaitForAsync();
        await visit.Page.Locator(".why[data-tone=bad]", new() { HasTextString = "The disk is full." }).WaitForAsync();
    }

    private Task LoggedAsync(string text) =>
        visit.Page.GetByRole(AriaRole.Table, new() { Name = "Log" }).GetByRole(AriaRole.Row).Filter(new() { HasTextString = text }).First.WaitForAsync();

    /// <summary>Waits until the figures, one of which is how long it has run, have been different so many times.</summary>
    private Task FiguresAsync(int times) => visit.UntilAsync($"(window.shown ??= new Set()).add(document.querySelector('.figures').textContent).size >= {times}");

    private Task GapAsync(string name) => visit.UntilAsync($"[...document.querySelectorAll('.strips .band title')].some(title => title.textContent === '{name}')");
}
