using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>From the start of the host's process, on an empty data folder, to the first 200 of <c>/api/health</c>.</summary>
internal sealed class ColdStartBenchmark : IBenchmark
{
    private const double MaxSeconds = 1.5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public string Name => "cold start of the host";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        using SampleApiProcess api = await SampleApiProcess.StartAsync("none", 1);
        var seconds = new List<double>();
        for (int run = 0; run < options.Runs; run++)
        {
            using var folder = new WorkFolder();
            int port = FreePort();
            long started = Stopwatch.GetTimestamp();
            using ChildProcess host = ChildProcess.StartDotnet(
                BuiltProgram.FanOut, folder.Path, null, "serve", "--port", $"{port}", "--data", folder.Path, "--api", api.BaseAddress.AbsoluteUri);
            await HealthyAsync(new Uri($"http://127.0.0.1:{port}/api/health"), started);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            host.Kill();
            await host.FinishAsync();
        }

        return [Figure.AtMost(this.Name, "process start to 200", Figures.Median(seconds), "s", MaxSeconds)];
    }

    private static async Task HealthyAsync(Uri health, long started)
    {
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(health);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            if (Stopwatch.GetElapsedTime(started) > Timeout)
            {
                throw new BenchmarkFailedException($"{health} did not answer 200 within {Timeout}.");
            }

            await Task.Delay(5);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
