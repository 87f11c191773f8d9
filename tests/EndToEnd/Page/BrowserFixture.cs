using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>One browser for all tests of a class; without one the tests fail, and say what is missing.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? playwright;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var executable = Chromium.Find(Environment.GetEnvironmentVariable("CHROMIUM_PATH"), Environment.GetEnvironmentVariable("PATH"));
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Chromium.Flags });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
