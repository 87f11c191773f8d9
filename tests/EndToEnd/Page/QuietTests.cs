namespace CharacterFanOut.EndToEnd.Page;

/// <summary>How often the page asks, by a clock that the test winds.</summary>
[Collection(nameof(PageTests))]
public sealed class QuietTests(BrowserFixture browser)
{
    [Fact]
    public async Task Page_NobodyLooks_AsksLessAndLessAndSoonWhenSomebodyLooksAgain()
    {
        var system = browser.System;
        await system.ClearAsync();
        await system.RunAsync(new { ids = "1-5", id = "over" }, "over");
        await using var visit = await Visit.StartAsync(browser.Browser);
        await visit.Page.Clock.InstallAsync();
        await visit.OpenAsync(system.Page);
        await visit.Page.GetByText("over", new() { Exact = true }).WaitForAsync();
        visit.Asked.Clear();

        await PassAsync(visit, seconds: 60);
        Assert.InRange(Asked(visit), 2, 61);

        await HideAsync(visit, true);
        visit.Asked.Clear();
        await PassAsync(visit, seconds: 300);

        // After one that was due: 5, 10, 20 and then every 60 seconds.
        Assert.InRange(Asked(visit), 1, 9);

        await HideAsync(visit, false);
        visit.Asked.Clear();
        await PassAsync(visit, seconds: 10);

        // A minute would be the next time otherwise.
        Assert.InRange(Asked(visit), 1, 11);
    }

    private static int Asked(Visit visit) => visit.Asked.Count(address => address.Contains("/api/fanouts?", StringComparison.Ordinal));

    /// <summary>Lets seconds pass in the page, with time enough in each for the host to answer what was asked in it.</summary>
    private static async Task PassAsync(Visit visit, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await visit.Page.Clock.RunForAsync(1000);
            await visit.Page.EvaluateAsync("fetch('health').then(r => r.text())");
        }
    }

    private static async Task HideAsync(Visit visit, bool hidden) => await visit.Page.EvaluateAsync(
        "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);
}
