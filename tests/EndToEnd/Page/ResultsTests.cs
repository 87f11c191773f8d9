using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

[Collection(nameof(PageTests))]
public sealed class ResultsTests(BrowserFixture browser) : IAsyncLifetime
{
    private Visit visit = null!;

    public async ValueTask InitializeAsync()
    {
        await browser.System.ClearAsync();
        await browser.System.UpstreamAsync(new
        {
            ids = new Dictionary<string, object> { ["11"] = new { malformed = "notJson" }, ["12"] = new { malformed = "notJson" } },
        });
        visit = await Visit.StartAsync(browser.Browser);
    }

    public ValueTask DisposeAsync() => visit.DisposeAsync();

    [Fact]
    public async Task Failures_Filtered_ShowWhatIsLeft()
    {
        // The sample has 5,000 characters: the last four are not found.
        await browser.System.RunAsync(new { ids = "1-20,5001-5004", id = "some" }, "some");
        await visit.OpenAsync(browser.System.Page, "fanouts/some/failures");
        var rows = visit.Page.GetByRole(AriaRole.Table, new() { Name = "Failures" }).Locator(".tbody [role=row]");
        await visit.Page.GetByText("6 failures").WaitForAsync();
        Assert.Equal(6, await rows.CountAsync());

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Malformed 2" }).ClickAsync();
        await visit.Page.GetByText("2 of 6 failures").WaitForAsync();
        Assert.Equal(["11", "12"], await rows.Filter(new() { Visible = true }).Locator("[role=cell]:first-child").AllInnerTextsAsync());

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Malformed 2" }).ClickAsync();
        // The host's address has 127 in it, as any other number might: what is searched is what differs.
        await visit.Page.GetByLabel("Search failures").FillAsync("127");
        await visit.Page.GetByText("0 of 6 failures").WaitForAsync();
        await visit.Page.GetByLabel("Search failures").FillAsync("5002 not found");
        await visit.Page.GetByText("1 of 6 failures").WaitForAsync();
        Assert.Equal(["5002"], await rows.Filter(new() { Visible = true }).Locator("[role=cell]:first-child").AllInnerTextsAsync());
    }

    [Fact]
    public async Task FanOut_WithFailures_ShowsTheirKindsFirst()
    {
        await browser.System.RunAsync(new { ids = "1-20", id = "some" }, "some");
        await visit.OpenAsync(browser.System.Page, "fanouts/some");

        await visit.StateAsync("Completed with failures");
        var kinds = visit.Page.GetByRole(AriaRole.Table, new() { Name = "Failures by kind" });
        await kinds.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new("Malformed.*2.*Character 12", System.Text.RegularExpressions.RegexOptions.Singleline) }).WaitForAsync();
        await kinds.GetByRole(AriaRole.Link, new() { Name = "Malformed" }).ClickAsync();
        await visit.Page.GetByText("2 failures").WaitForAsync();
    }

    [Fact]
    public async Task Views_WithoutAResult_SayWhy()
    {
        await browser.System.RunAsync(new { ids = "1-10", saveCharacters = false, id = "unsaved" }, "unsaved");
        await browser.System.RunAsync(new { ids = "11-12", id = "nothing" }, "nothing");

        await visit.OpenAsync(browser.System.Page, "fanouts/unsaved/characters");
        await visit.Page.GetByText("This fan-out does not save its characters.").WaitForAsync();
        await visit.OpenAsync(browser.System.Page, "fanouts/unsaved/failures");
        await visit.Page.GetByText("Nothing failed.").WaitForAsync();
        await visit.OpenAsync(browser.System.Page, "fanouts/nothing/characters");
        await visit.Page.GetByText("No character was fetched.").WaitForAsync();
    }

    [Fact]
    public async Task FailedIds_Retried_StartAFanOutThatLeadsBack()
    {
        await browser.System.RunAsync(new { ids = "1-20", id = "first" }, "first");
        await browser.System.UpstreamAsync(new { ids = (object?)null });
        await visit.OpenAsync(browser.System.Page, "fanouts/first");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Retry the failed ids" }).ClickAsync();

        await visit.Page.GetByText("retries ids of").WaitForAsync();
        await visit.StateAsync("Completed");
        Assert.Equal(2, await visit.FigureAsync("Fetched"));
        await visit.Page.Locator(".story").GetByRole(AriaRole.Link, new() { Name = "first" }).ClickAsync();
        await visit.Page.GetByText("retried by").WaitForAsync();
    }

    [Fact]
    public async Task RestOfAnAborted_Fetched_StartsAFanOutOverIt()
    {
        await browser.System.RunAsync(new { ids = "1-200", maxConcurrency = 1, onFailure = "abort", id = "broken-off" }, "broken-off");
        await browser.System.UpstreamAsync(new { ids = (object?)null });
        await visit.OpenAsync(browser.System.Page, "fanouts/broken-off");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Fetch the rest" }).ClickAsync();

        await visit.Page.GetByText("retries ids of").WaitForAsync();
        await visit.StateAsync("Completed");
        Assert.Equal(189, await visit.FigureAsync("Fetched"));
    }

    [Theory]
    [InlineData("Characters as CSV", "some-characters.csv", 19)]
    [InlineData("Characters as NDJSON", "some-characters.ndjson", 18)]
    [InlineData("Failures as CSV", "some-failures.csv", 3)]
    public async Task Download_Chosen_SavesTheWholeFile(string item, string name, int lines)
    {
        await browser.System.RunAsync(new { ids = "1-20", id = "some" }, "some");
        await visit.OpenAsync(browser.System.Page, "fanouts/some");
        await visit.Page.GetByText("Download", new() { Exact = true }).ClickAsync();

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = item }).ClickAsync());

        Assert.Equal(name, download.SuggestedFilename);
        Assert.Equal(lines, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
    }

    [Theory]
    [InlineData("Characters as JSON", null, 18)]
    [InlineData("Failures as JSON", null, 2)]
    [InlineData("Report as JSON", "fetched", 18)]
    public async Task Download_Json_IsTheWholeDocument(string item, string? property, int expected)
    {
        await browser.System.RunAsync(new { ids = "1-20", id = "some" }, "some");
        await visit.OpenAsync(browser.System.Page, "fanouts/some");
        await visit.Page.GetByText("Download", new() { Exact = true }).ClickAsync();

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = item, Exact = true }).ClickAsync());

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(await download.PathAsync()));
        Assert.Equal(expected, property is null ? document.RootElement.GetArrayLength() : document.RootElement.GetProperty(property).GetInt32());
    }

    [Fact]
    public async Task Characters_Grid_SearchesSortsAndHoldsOnlyWhatIsInSight()
    {
        await browser.System.RunAsync(new { ids = "1-826", batchSize = 413, id = "all" }, "all");
        await visit.OpenAsync(browser.System.Page, "fanouts/all/characters");
        await visit.Page.GetByText("824 characters").WaitForAsync();
        var table = visit.Page.GetByRole(AriaRole.Table, new() { Name = "Characters", Exact = true });
        var rows = table.Locator(".tbody [role=row]");
        Assert.InRange(await rows.CountAsync(), 10, 80);
        Assert.Equal("825", await table.GetAttributeAsync("aria-rowcount"));

        await table.GetByRole(AriaRole.Columnheader, new() { Name = "Id" }).GetByRole(AriaRole.Button).ClickAsync();
        await table.Locator("[aria-rowindex='2'] [role=cell]:first-child", new() { HasTextString = "826" }).WaitForAsync();
        Assert.Equal("descending", await table.GetByRole(AriaRole.Columnheader).First.GetAttributeAsync("aria-sort"));

        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Characters, scrolls" }).EvaluateAsync("e => e.scrollTop = e.scrollHeight");
        await table.Locator("[aria-rowindex='825'] [role=cell]:first-child", new() { HasTextString = "1" }).WaitForAsync();

        var name = await table.Locator("[aria-rowindex='825'] [role=cell]:nth-child(2)").InnerTextAsync();
        await visit.Page.GetByLabel("Search characters").FillAsync(name);
        await table.Locator("[aria-rowindex='2'] [role=cell]:nth-child(2)", new() { HasTextString = name }).WaitForAsync();
    }

    [Fact]
    public async Task Characters_TwentyThousand_StaysQuick()
    {
        const int Count = 20_000;
        await browser.System.RunAsync(new { ids = "1-20", id = "many" }, "many");
        var lines = Enumerable.Range(1, Count).Select(id => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":{{{id}}},"name":"Somebody {{{(id * 7919L) % Count}}}","status":"Alive","species":"Human","type":"","gender":"Male","origin":{"name":"Earth {{{id % 97}}}"},"location":{"name":"Moon {{{id % 89}}}"},"episode":["e"]}"""));
        await visit.Page.RouteAsync("**/characters?format=ndjson", route => route.FulfillAsync(new() { Body = string.Join('\n', lines) }));

        await visit.OpenAsync(browser.System.Page, "fanouts/many/characters");
        await visit.Page.GetByText("20,000 characters").WaitForAsync();
        var milliseconds = await visit.Page.EvaluateAsync<double>(
            """
            async () => {
              const frame = () => new Promise(requestAnimationFrame);
              const grid = document.querySelector('.scroller');
              const began = performance.now();
              document.querySelectorAll('.th button')[1].click();
              for (let i = 1; i <= 20; i++) { grid.scrollTop = (grid.scrollHeight * i) / 20; await frame(); }
              return performance.now() - began;
            }
            """);

        Assert.InRange(await visit.Page.Locator(".tbody .tr").CountAsync(), 10, 80);
        await visit.Page.Locator(".tbody [aria-rowindex='20001']", new() { HasTextString = "Somebody 9999" }).WaitForAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"Sorting 20,000 rows and scrolling through them in 20 steps took {milliseconds:F0} ms.");
    }

    [Fact]
    public async Task Columns_OfSomethingElseThanCharacters_AreItsPlainFields()
    {
        await visit.OpenAsync(browser.System.Page);

        var columns = await visit.Page.EvaluateAsync<string[]>("""
            async () => {
              const { columnsOf } = await import('./dashboard/characters.js');
              const rows = [{ title: 'x', price: 1.5, tags: ['a'], none: null, address: { city: 'Bern', geo: { lat: 7 } } }, { title: 'y', more: true }];
              return [rows, ['plain', 7], [[1], [2]]].map((all) => columnsOf(all).map((c) => `${c.name}=${c.show(all[0])}`).join(' '));
            }
            """);

        Assert.Equal(["title=x price=1.5 none= address.city=Bern address.geo.lat=7 more=", "JSON=\"plain\"", "JSON=[1]"], columns);
    }

    [Fact]
    public async Task TwoFanOuts_SideBySide_ShowWhatChanged()
    {
        await browser.System.RunAsync(new { ids = "1-10,20-30", id = "before" }, "before");
        await browser.System.UpstreamAsync(new { ids = (object?)null });
        await browser.System.RunAsync(new { ids = "1-25", id = "after" }, "after");
        await visit.OpenAsync(browser.System.Page);

        await visit.Page.GetByLabel("Choose before").CheckAsync();
        await visit.Page.GetByLabel("Choose after").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Compare the two" }).ClickAsync();

        var changed = visit.Page.GetByRole(AriaRole.Region, new() { Name = "What changed" });
        // The one that began earlier is the first, in whichever order they are chosen.
        Assert.Equal("11-19", await Side("Only in the second").InnerTextAsync());
        Assert.Equal("26-30", await Side("Only in the first").InnerTextAsync());
        var requested = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Figures" }).GetByRole(AriaRole.Row).Filter(new() { HasTextString = "Requested" });
        Assert.Equal(["21", "25", "+4"], await requested.GetByRole(AriaRole.Cell).AllInnerTextsAsync());

        ILocator Side(string name) => changed.Locator("dl > div").Filter(new() { HasTextString = name }).Locator("dd");
    }
}
