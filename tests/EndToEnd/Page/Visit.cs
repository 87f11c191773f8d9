using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>Somebody looking at the page: a browser context of its own, what it asked for, and what went wrong in it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const float PatienceMilliseconds = 60_000;

    private readonly ConcurrentQueue<string> troubles = new();

    private Visit(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>The addresses that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Errors that nobody caught in the page, and violations of its content security policy.</summary>
    public IReadOnlyCollection<string> Troubles => troubles;

    public static async Task<Visit> StartAsync(IBrowser browser, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, float scale = 1)
    {
        var context = await browser.NewContextAsync(new()
        {
            AcceptDownloads = true,
            DeviceScaleFactor = scale,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        var visit = new Visit(await context.NewPageAsync());
        visit.Page.Request += (_, request) => visit.Asked.Enqueue(request.Url);
        visit.Page.PageError += (_, error) => visit.troubles.Enqueue(error);
        visit.Page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                visit.troubles.Enqueue(message.Text);
            }
        };
        return visit;
    }

    /// <summary>Opens a view, such as <c>fanouts/one/failures</c>.</summary>
    public Task OpenAsync(Uri page, string view = "") => Page.GotoAsync($"{page}#/{view}");

    /// <summary>Opens the form that starts a fan-out.</summary>
    public Task OpenFormAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "New fan-out" }).ClickAsync();

    /// <summary>Starts a fan-out with the form; on return its own view is shown.</summary>
    public async Task StartFanOutAsync(Uri page, string name, string ids, int batchSize = 100, int maxConcurrency = 20)
    {
        await OpenAsync(page);
        await OpenFormAsync();
        await Page.GetByLabel("Ids", new() { Exact = true }).FillAsync(ids);
        await Page.GetByText("Options").ClickAsync();
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Ids in a batch").FillAsync($"{batchSize}");
        await Page.GetByLabel("Fetches at once").FillAsync($"{maxConcurrency}");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }).WaitForAsync();
    }

    /// <summary>Waits until the fan-out that is shown is in a state.</summary>
    public Task StateAsync(string word) => Page.Locator(".head .chip", new() { HasTextString = word }).WaitForAsync();

    /// <summary>A figure of the fan-out that is shown, such as that of <c>Fetched</c>.</summary>
    public async Task<int> FigureAsync(string name)
    {
        var text = await Page.Locator(".figure").Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) }).Locator("dd").First.InnerTextAsync();
        return int.Parse(text.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until an expression of JavaScript is true in the page.</summary>
    /// <remarks>Not WaitForFunction: that one evaluates text in the page, which the page's policy forbids.</remarks>
    public async Task UntilAsync(string expression)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(PatienceMilliseconds));
        while (!await Page.EvaluateAsync<bool>(expression))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
