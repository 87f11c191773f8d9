using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsHost.Tests.Hosting;

/// <summary>The test of a user's own app that docs/host.md shows: the lines between the marks.</summary>
public sealed class SampleTests
{
    private static string App => TestHosts.AppFolder("FunctionsHost.TestApp");

    // <sample>
    [Fact]
    public async Task HalfADay_PassesAtOnce()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var host = await FunctionsAppHost.StartAsync(new FunctionsHostOptions
        {
            AppDirectory = App, // such as ../../../../MyApp/bin/Release/net10.0
            Port = 0,           // any that is free
            DataDirectory = Directory.CreateTempSubdirectory().FullName,
            TimeProvider = clock,
            Settings = { ["TEST_SCHEDULE"] = "0 0 3 * * *" },
        });
        using var client = new HttpClient { BaseAddress = host.BaseAddress };

        using var started = await client.PostAsync("runtime/webhooks/durabletask/orchestrators/HalfDay", null);
        var links = await started.Content.ReadFromJsonAsync<JsonElement>();
        var status = new Uri(links.GetProperty("statusQueryGetUri").GetString()!);
        while (!(await client.GetStringAsync($"{status}&showHistory=true")).Contains("TimerCreated"))
        {
            await Task.Delay(10);
        }

        clock.Advance(TimeSpan.FromHours(12));
        JsonElement answer;
        do
        {
            await Task.Delay(10);
            answer = await client.GetFromJsonAsync<JsonElement>(status);
        }
        while (answer.GetProperty("runtimeStatus").GetString() != "Completed");

        Assert.Equal("2030-01-01T12:00:00Z", answer.GetProperty("output")[1].GetString());
    }

    // </sample>
    [Fact]
    public async Task Docs_ShowWhatRuns()
    {
        var own = await File.ReadAllTextAsync(Here());
        var sample = own[(own.IndexOf("// <sample>", StringComparison.Ordinal) + 11)..own.IndexOf("// </sample>", StringComparison.Ordinal)];
        var docs = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "host.md"));
        Assert.Contains(Unindented(sample), Unindented(docs), StringComparison.Ordinal);
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Here([CallerFilePath] string path = "") => path;
}
