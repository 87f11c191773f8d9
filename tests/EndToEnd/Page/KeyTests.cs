using CharacterFanOut.EndToEnd.Hosts;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

[Collection(nameof(PageTests))]
public sealed class KeyTests(BrowserFixture browser, KeyTests.HostWithKeys host) : IClassFixture<KeyTests.HostWithKeys>
{
    private const string Key = "a-key-of-this-test-alone-0123456789";

    private readonly RunningSystem system = host.System;

    [Fact]
    public async Task HostWithKeys_AsksForOneKeepsItInTheTabAndNeverPutsItIntoAnAddress()
    {
        await system.ClearAsync();
        await using var visit = await Visit.StartAsync(browser.Browser);
        await visit.OpenAsync(system.Page);

        await GiveAsync(visit, "wrong");
        await visit.Page.GetByText("The host refused that key.").WaitForAsync();
        await GiveAsync(visit, Key);
        await visit.StartFanOutAsync(system.Page, "locked", "1-20");
        await visit.StateAsync("Completed");
        await visit.Page.GetByText("Download", new() { Exact = true }).ClickAsync();
        await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Characters as CSV" }).ClickAsync());

        Assert.Equal(Key, await visit.Page.EvaluateAsync<string>("sessionStorage.getItem('fanout.key')"));
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("Object.values(localStorage).filter(v => v.includes('a-key')).length"));
        Assert.DoesNotContain(visit.Asked, address => address.Contains(Key, StringComparison.Ordinal));
        Assert.DoesNotContain(Key, visit.Page.Url, StringComparison.Ordinal);

        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync(system.Page.AbsoluteUri);
        await other.GetByRole(AriaRole.Dialog, new() { Name = "This host wants a key" }).WaitForAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task KeyPrompt_CheckedByAxeAndClosedWithoutAKey_HasNothingSeriousAndAsksAgain(ColorScheme scheme)
    {
        await system.ClearAsync();
        await using var visit = await Visit.StartAsync(browser.Browser, scheme);
        await visit.OpenAsync(system.Page);
        await visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "This host wants a key" }).WaitForAsync();
        Assert.Equal("[]", await Axe.CheckAsync(visit.Page));

        await visit.Page.Keyboard.PressAsync("Escape");
        await GiveAsync(visit, "wrong");
        await visit.Page.GetByText("The host refused that key.").WaitForAsync();
        Assert.Equal("[]", await Axe.CheckAsync(visit.Page));

        await GiveAsync(visit, Key);
        await visit.Page.GetByText("No fan-out yet.").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Forget key" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "This host wants a key" }).WaitForAsync();
    }

    private static async Task GiveAsync(Visit visit, string key)
    {
        var dialog = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "This host wants a key" });
        await dialog.GetByLabel("Function key").FillAsync(key);
        await dialog.GetByRole(AriaRole.Button).ClickAsync();
    }

    /// <summary>A host of which each caller needs a key.</summary>
    public sealed class HostWithKeys : IAsyncLifetime
    {
        internal RunningSystem System { get; private set; } = null!;

        public async ValueTask InitializeAsync() => System = await RunningSystem.StartAsync(key: Key, settings:
            [("FunctionsHost__Keys__Host__default", Key), ("FunctionsHost__Keys__System__default", "another-key-for-management-0123456789")]);

        public ValueTask DisposeAsync() => System.DisposeAsync();
    }
}
