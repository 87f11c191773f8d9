using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Benchmarks.Processes;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>The sample upstream in a process of its own.</summary>
internal sealed class SampleApiProcess : IDisposable
{
    private readonly ChildProcess process;

    private SampleApiProcess(ChildProcess process, Uri baseAddress)
    {
        this.process = process;
        this.BaseAddress = baseAddress;
    }

    public Uri BaseAddress { get; }

    /// <param name="latency">How long its answers take, as the sample API's <c>--latency</c> has it.</param>
    /// <param name="characters">How many characters it has.</param>
    /// <param name="failPercent">How many requests in a hundred are answered 500.</param>
    public static async Task<SampleApiProcess> StartAsync(string latency, int characters, int failPercent = 0)
    {
        ChildProcess process = ChildProcess.Start(FanOutChild.SampleApi, latency, $"{characters}", $"{failPercent}");
        return new SampleApiProcess(process, new Uri(await process.ReadLineAsync()));
    }

    /// <summary>What the upstream counts from here on is the run's alone.</summary>
    public static async Task ForgetAsync(Uri api)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsync(new Uri(api, "/_reset"), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How long all answers since the last reset were held back, together.</summary>
    public async Task<TimeSpan> TotalLatencyAsync()
    {
        using var http = new HttpClient();
        JsonElement statistics = await http.GetFromJsonAsync<JsonElement>(new Uri(this.BaseAddress, "/_stats"));
        return TimeSpan.FromMilliseconds(statistics.GetProperty("totalLatencyMs").GetInt64());
    }

    public void Dispose() => this.process.Dispose();
}
