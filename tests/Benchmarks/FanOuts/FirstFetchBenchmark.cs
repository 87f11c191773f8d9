using System.Diagnostics;
using System.Net;
using CharacterFanOut.Benchmarks.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>
/// On an idle host: from the request that starts a fan-out of one id to the upstream's being asked for it. In between lie HTTP to the
/// worker, three commits, two orchestrators' turns and the activity.
/// </summary>
internal sealed class FirstFetchBenchmark : IBenchmark
{
    private const double MaxMilliseconds = 25;

    public string Name => "start to first fetch";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int warmUp, int samples) = options.Test ? (1, 3) : (200, 500);
        long asked = 0;
        using SampleApiProcess api = await SampleApiProcess.StartAsync("none", 1);
        using var http = new HttpClient();
        string character = await http.GetStringAsync(new Uri(api.BaseAddress, "character/1"));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using WebApplication upstream = builder.Build();
        upstream.Run(context =>
        {
            Volatile.Write(ref asked, Stopwatch.GetTimestamp());
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(character);
        });
        await upstream.StartAsync();
        using FanOutApp app = await FanOutApp.StartAsync(new Uri(upstream.Urls.Single() + "/api/"), new Dictionary<string, string>());
        var milliseconds = new List<double>();
        for (int i = 0; i < warmUp + samples; i++)
        {
            long started = Stopwatch.GetTimestamp();
            string id = await app.RunAsync(ids: 1, cap: 20);
            if (await app.FetchedAsync(id) != 1)
            {
                throw new BenchmarkFailedException("The character was not fetched.");
            }

            if (i >= warmUp)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(started, Volatile.Read(ref asked)).TotalMilliseconds);
            }
        }

        return
        [
            new(this.Name, "p50", Figures.Percentile(milliseconds, 0.5), "ms"),
            Figure.AtMost(this.Name, "p99", Figures.Percentile(milliseconds, 0.99), "ms", MaxMilliseconds),
        ];
    }
}
