using CsCheck;

namespace CharacterFanOut.EndToEnd.Page;

[Collection(nameof(PageTests))]
public sealed class IdsTests(BrowserFixture browser) : IAsyncLifetime
{
    private const string ParseAll =
        "async texts => { const { parseIds } = await import('./dashboard/idset.js'); return texts.map(t => { const r = parseIds(t); return r.error ?? `${r.count} ${r.text}`; }); }";

    private const string PlanAll =
        "async sets => { const { plan } = await import('./dashboard/idset.js'); return sets.map(([n, b, c]) => { const p = plan(n, b, c); return `${p.batches} ${p.together} ${p.window}`; }); }";

    private Visit visit = null!;

    public async ValueTask InitializeAsync()
    {
        await browser.System.ClearAsync();
        visit = await Visit.StartAsync(browser.Browser);
        await visit.OpenAsync(browser.System.Page);
        await visit.OpenFormAsync();
    }

    public ValueTask DisposeAsync() => visit.DisposeAsync();

    [Fact]
    public async Task ParseIds_AnyText_SaysWhatTheHostSays()
    {
        string[] pieces = ["", " ", "0", "1", "42", "99", "-", "-", ",", ",", "2147483647", "2147483648", "99999999999999999999", "x", "1.5", "\u0661", "…"];
        var texts = new List<string> { "1-20,42,50-60", "", "   ", "5-1", "1,,2", "-3", "7-", "0", new('7', 60), "1 - 3", " 4 , 2-3 ", "all", " all ", "1-2147483647", "all,1" };
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 9].Select(string.Concat).Sample(texts.Add, iter: 2000, threads: 1);

        var shown = await visit.Page.EvaluateAsync<string[]>(ParseAll, texts);

        Assert.All(texts.Zip(shown), pair => Assert.Equal(Said(pair.First), pair.Second));
    }

    [Fact]
    public async Task Plan_AnySizes_IsTheHosts()
    {
        var sets = new List<int?[]>();
        Gen.Select(Gen.Int[1, 50_000], Gen.Int[1, 1000], Gen.Int[1, 500], Gen.Bool)
            .Sample((n, b, c, chosen) => sets.Add([n, chosen ? null : b, c]), iter: 500, threads: 1);

        var shown = await visit.Page.EvaluateAsync<string[]>(PlanAll, sets);

        Assert.All(sets.Zip(shown), pair =>
        {
            var plan = new BatchPlan(IdSet.Range(1, pair.First[0]!.Value), pair.First[1], pair.First[2]!.Value);
            Assert.Equal($"{plan.BatchCount} {plan.Windows.Count} {plan.Windows[0]}", pair.Second);
        });
    }

    [Fact]
    public async Task Form_IdsWrittenWrongly_SaysSoAsOneTypes()
    {
        var ids = visit.Page.GetByLabel("Ids", new() { Exact = true });

        await ids.PressSequentiallyAsync("1-20,50-");
        await visit.Page.GetByText("\"50-\" lacks its end: a range is written 1-99.").WaitForAsync();
        await ids.PressSequentiallyAsync("42");
        await visit.Page.GetByText("\"50-42\" is reversed: write 42-50.").WaitForAsync();
        Assert.Equal("true", await ids.GetAttributeAsync("aria-invalid"));
        await ids.FillAsync("1-200,300");

        await visit.Page.GetByText("201 ids: 2 batches, 2 at a time, up to 10 fetches at once in each.").WaitForAsync();
        Assert.Equal("false", await ids.GetAttributeAsync("aria-invalid"));
    }

    [Fact]
    public async Task Form_HostRefusesAField_SaysSoAtTheField()
    {
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("1-5");
        await visit.Page.GetByText("Options").ClickAsync();
        await visit.Page.GetByLabel("Name").FillAsync("scheduled-mine");

        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();

        await visit.Page.Locator("#f-name-wrong", new() { HasTextString = "must not begin with \"scheduled-\"" }).WaitForAsync();
        Assert.Equal("f-name", await visit.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task Form_NumberOutOfItsBounds_SaysSoAsOneTypesAndStartsNothing()
    {
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("1-200");
        await visit.Page.GetByText("Options").ClickAsync();
        var size = visit.Page.GetByLabel("Ids in a batch");

        await size.PressSequentiallyAsync("1001");
        await visit.Page.Locator("#f-batch-wrong", new() { HasTextString = "1000" }).WaitForAsync();
        Assert.Equal("true", await size.GetAttributeAsync("aria-invalid"));
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        Assert.Equal("f-batch", await visit.Page.EvaluateAsync<string>("document.activeElement.id"));

        await size.FillAsync("100");
        Assert.Equal("false", await size.GetAttributeAsync("aria-invalid"));
        await visit.Page.GetByText("200 ids: 2 batches").WaitForAsync();
        Assert.DoesNotContain(visit.Asked, address => address.EndsWith("/api/fanouts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Form_OutageTimeout_IsSentAndRefusedAtItsField()
    {
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("1-5");
        await visit.Page.GetByText("Options").ClickAsync();
        await visit.Page.GetByLabel("Upstream away").FillAsync("soon");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await visit.Page.Locator("#f-outage-wrong", new() { HasTextString = "is not a time from 0 to 7 days" }).WaitForAsync();

        await visit.Page.GetByLabel("Upstream away").FillAsync("00:30:00");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();

        await visit.StateAsync("Completed");
        await visit.Page.GetByText("gives up on its upstream after 00:30:00").WaitForAsync();
    }

    [Fact]
    public async Task Form_AddressToTell_IsCheckedAsOneTypesAndSent()
    {
        await visit.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("1-5");
        await visit.Page.GetByText("Options").ClickAsync();
        var address = visit.Page.GetByLabel("Tell when it is over");

        await address.PressSequentiallyAsync("ftp:");
        await visit.Page.Locator("#f-notify-wrong", new() { HasTextString = "begins with https://" }).WaitForAsync();
        await address.FillAsync("https://127.0.0.1/done");
        Assert.Equal("false", await address.GetAttributeAsync("aria-invalid"));

        // The host decides: it has no key to sign with, and this address is its own machine. It says so at the field, which is opened for it.
        await visit.Page.GetByText("Options").ClickAsync();
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await visit.Page.Locator("#f-notify-wrong", new() { HasTextRegex = new(".+") }).WaitForAsync();
        Assert.Equal("f-notify", await visit.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    private static string Said(string text)
    {
        try
        {
            var ids = IdSet.Parse(text);
            return $"{ids.Count} {ids}";
        }
        catch (IdSetFormatException e)
        {
            return e.Message;
        }
    }
}
