using CharacterFanOut.EndToEnd.Hosts;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>One browser and one host for all tests of the page. Without a browser the tests fail, and say what is missing.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? playwright;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The host, whose upstream has 5,000 characters. A test begins with clearing it.</summary>
    internal RunningSystem System { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var executable = Chromium.Find(Environment.GetEnvironmentVariable("CHROMIUM_PATH"), Environment.GetEnvironmentVariable("PATH"));
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Chromium.Flags });
        System = await RunningSystem.StartAsync(characters: 5000);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (System is not null)
        {
            await System.DisposeAsync();
        }

        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
