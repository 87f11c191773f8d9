using System.Buffers.Binary;
using CharacterFanOut.EndToEnd.Hosts;
using Microsoft.Playwright;

namespace CharacterFanOut.EndToEnd.Page;

/// <summary>Takes the pictures of the page that the documents show, into FANOUT_IMAGES, or else into a folder that is thrown away.</summary>
[Collection(nameof(PageTests))]
public sealed class PictureTests(BrowserFixture browser) : IAsyncLifetime
{
    private const int Scale = 2;

    private readonly string folder =
        Environment.GetEnvironmentVariable("FANOUT_IMAGES") ?? Directory.CreateTempSubdirectory("fanout-images-").FullName;

    private RunningSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        system = await RunningSystem.StartAsync("exp:60ms", characters: 2990);
        await system.UpstreamAsync(new
        {
            fail = 0.01,
            ids = new[] { 118, 640, 641, 1204 }.ToDictionary(id => $"{id}", _ => new { malformed = "notJson" }),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        if (Environment.GetEnvironmentVariable("FANOUT_IMAGES") is null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Page_InItsColoursAndWidths_IsPictured()
    {
        await system.RunAsync(new { ids = "1-826", id = "first-season" }, "first-season");
        await system.RunAsync(new { ids = "200-700,2980-3000", batchSize = 50, maxConcurrency = 10, id = "sample-of-ids" }, "sample-of-ids");
        await using var light = await VisitAsync(ColorScheme.Light, 1240, 1230);
        await light.StartFanOutAsync(system.Page, "everyone", "1-3000");
        await light.UntilAsync("document.querySelectorAll('.strips .bars .done').length >= 6");
        await system.UpstreamAsync(new { throttle = "5/s", retryAfter = 12 });
        await light.StateAsync("Throttled");
        await using (var list = await VisitAsync(ColorScheme.Light, 1240, 480))
        {
            await list.OpenAsync(system.Page);
            await list.Page.GetByText("first-season").WaitForAsync();
            await list.Page.GetByLabel("Ids", new() { Exact = true }).FillAsync("1-500,42,900-1200");
            await TakeAsync(list, "page-list.png");
        }

        await system.UpstreamAsync(new { throttle = (string?)null });
        await light.UntilAsync("document.querySelectorAll('.strips .bars .done').length >= 12");
        await using (var dark = await VisitAsync(ColorScheme.Dark, 1240, 900))
        {
            await dark.OpenAsync(system.Page, "fanouts/everyone");
            await dark.UntilAsync("document.querySelectorAll('.strips .bars .done').length >= 12");
            await TakeAsync(dark, "page-dark.png");
        }

        await light.StateAsync("Completed");
        await light.Page.GetByRole(AriaRole.Region, new() { Name = "Facts" }).WaitForAsync();
        await light.Page.Locator(".strips").HoverAsync(new() { Position = new() { X = 620, Y = 120 } });
        await TakeAsync(light, "page-light.png");
        await TakeCharactersAsync(light);
        await using var phone = await VisitAsync(ColorScheme.Light, 390, 844);
        await phone.OpenAsync(system.Page, "fanouts/everyone");
        await phone.Page.GetByRole(AriaRole.Region, new() { Name = "Locations" }).WaitForAsync();
        await TakeAsync(phone, "page-phone.png");

        Assert.Equal((1240 * Scale, 1230 * Scale), SizeOf("page-light.png"));
        Assert.Equal((1240 * Scale, 900 * Scale), SizeOf("page-dark.png"));
        Assert.Equal((1240 * Scale, 480 * Scale), SizeOf("page-list.png"));
        Assert.Equal((390 * Scale, 844 * Scale), SizeOf("page-phone.png"));
        Assert.Empty(light.Troubles);
    }

    private async Task TakeCharactersAsync(Visit visit)
    {
        await visit.Page.SetViewportSizeAsync(1240, 720);
        await visit.OpenAsync(system.Page, "fanouts/everyone/characters");
        await visit.Page.GetByLabel("Search characters").FillAsync("alive human");
        await visit.Page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new(@"[\d,]+ of [\d,]+ characters") }).WaitForAsync();
        await TakeAsync(visit, "page-characters.png");
        Assert.Equal((1240 * Scale, 720 * Scale), SizeOf("page-characters.png"));
    }

    private Task<Visit> VisitAsync(ColorScheme scheme, int width, int height) =>
        Visit.StartAsync(browser.Browser, scheme, width, height, Scale);

    private async Task TakeAsync(Visit visit, string name) => await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name) });

    // A PNG says its width and height right after its signature and the name of its first chunk.
    private (int Width, int Height) SizeOf(string name)
    {
        var head = File.ReadAllBytes(Path.Combine(folder, name)).AsSpan(16, 8);
        return (BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt32BigEndian(head[4..]));
    }
}
