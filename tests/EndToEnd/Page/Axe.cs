using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>The accessibility checker, put into a page.</summary>
internal static class Axe
{
    private const string Check =
        "async () => { const { violations } = await axe.run(); return JSON.stringify(violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => [v.id, v.nodes.map(n => n.target.join(' '))])); }";

    /// <summary>What it finds that is serious or critical, as JSON; <c>[]</c> when that is nothing.</summary>
    public static async Task<string> CheckAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            var path = Path.Combine(AppContext.BaseDirectory, "axe.min.js");
            Assert.True(File.Exists(path), "axe-core is not there: run npm ci in tests/EndToEnd, and build again.");
            await page.EvaluateAsync(await File.ReadAllTextAsync(path));
        }

        return await page.EvaluateAsync<string>(Check);
    }
}
