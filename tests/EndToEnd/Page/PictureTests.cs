using System.Buffers.Binary;
using CharacterFanOut.EndToEnd.Hosts;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>Takes the pictures of the page that the documents show, into FANOUT_IMAGES: a tool, that docs/images/make.sh runs.</summary>
[Trait("suite", "pictures")]
[Collection(nameof(PageTests))]
public sealed class PictureTests(BrowserFixture browser) : IAsyncLifetime
{
    // Sharp enough for the README, and each below 200 kB.
    private const float Scale = 1.25f;
    private const float PhoneScale = 2;

    private readonly string folder = Environment.GetEnvironmentVariable("FANOUT_IMAGES")
        ?? throw new InvalidOperationException("FANOUT_IMAGES is not set: run docs/images/make.sh, which says where the pictures go.");

    private RunningSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        system = await RunningSystem.StartAsync("exp:60ms", characters: 2990);
        var broken = Enumerable.Range(1, 2990).Where(id => id % 89 == 3).ToDictionary(id => $"{id}", id => (object)(id % 3 == 0 ? new { malformed = "notJson" } : new { status = 404 }));
        await system.UpstreamAsync(new { fail = 0.01, ids = broken });
    }

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Page_InItsColoursAndWidths_IsPictured()
    {
        await system.RunAsync(new { ids = "1-826", id = "first-season" }, "first-season");
        await system.RunAsync(new { ids = "200-700,2980-3000", batchSize = 50, maxConcurrency = 10, id = "sample-of-ids" }, "sample-of-ids");
        await using var light = await VisitAsync(ColorScheme.Light, 1240, 900);
        await light.StartFanOutAsync(system.Page, "everyone", "1-3000");
        await DoneAsync(light, 7);
        await system.UpstreamAsync(new { throttle = "5/s", retryAfter = 12 });
        await light.StateAsync("Throttled");
        await using (var list = await VisitAsync(ColorScheme.Light, 1240, 480))
        {
            await list.OpenAsync(system.Page);
            await list.Page.GetByText("first-season").WaitForAsync();
            await TakeAsync(list, "page-list.png");
        }

        await system.UpstreamAsync(new { throttle = (string?)null });
        await DoneAsync(light, 18);

        // Slower, so that it is still under way when the picture is taken.
        await system.UpstreamAsync(new { latency = "exp:250ms" });
        await DoneAsync(light, 20);
        await light.Page.Locator(".strips").HoverAsync(new() { Position = new() { X = 1000, Y = 120 } });
        await TakeAsync(light, "page-light.png");
        await system.UpstreamAsync(new { latency = "exp:60ms" });
        await light.StateAsync("Completed");
        await light.Page.GetByRole(AriaRole.Region, new() { Name = "Facts" }).WaitForAsync();
        await using (var dark = await VisitAsync(ColorScheme.Dark, 1240, 900))
        {
            await dark.OpenAsync(system.Page, "fanouts/everyone");
            await dark.Page.GetByRole(AriaRole.Region, new() { Name = "Facts" }).WaitForAsync();
            await TakeAsync(dark, "page-dark.png");
        }

        await TakeCharactersAsync(light);
        await using var phone = await VisitAsync(ColorScheme.Light, 390, 844, PhoneScale);
        await phone.OpenAsync(system.Page, "fanouts/everyone");
        await phone.Page.GetByRole(AriaRole.Region, new() { Name = "Locations" }).WaitForAsync();
        await TakeAsync(phone, "page-phone.png");

        (string, int, int)[] expected = [("light", 1550, 1125), ("dark", 1550, 1125), ("list", 1550, 600), ("characters", 1550, 900), ("phone", 780, 1688)];
        Assert.All(expected, picture => Assert.Equal(picture, SizeOf(picture.Item1)));

        Assert.Empty(light.Troubles);
    }

    private static Task DoneAsync(Visit visit, int batches) => visit.UntilAsync($"document.querySelectorAll('.strips .bars .done').length >= {batches}");

    private async Task TakeCharactersAsync(Visit visit)
    {
        await visit.Page.SetViewportSizeAsync(1240, 720);
        await visit.OpenAsync(system.Page, "fanouts/everyone/characters");
        await visit.Page.GetByLabel("Search characters").FillAsync("alive human");
        await visit.Page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new(@"[\d,]+ of [\d,]+ characters") }).WaitForAsync();
        await TakeAsync(visit, "page-characters.png");
    }

    private Task<Visit> VisitAsync(ColorScheme scheme, int width, int height, float scale = Scale) =>
        Visit.StartAsync(browser.Browser, scheme, width, height, scale);

    private async Task TakeAsync(Visit visit, string name) => await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name) });

    // A PNG says its width and height right after its signature and the name of its first chunk.
    private (string Name, int Width, int Height) SizeOf(string name)
    {
        var head = File.ReadAllBytes(Path.Combine(folder, $"page-{name}.png")).AsSpan(16, 8);
        return (name, BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt32BigEndian(head[4..]));
    }
}
