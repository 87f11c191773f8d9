using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Benchmarks.Processes;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using DurableTask.Sqlite;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>The app as it is installed: <c>fanout serve</c> in a process of its own, its worker in another, asked over HTTP.</summary>
internal sealed class FanOutApp : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);

    private readonly WorkFolder folder;
    private readonly ChildProcess host;
    private readonly HttpClient http;

    private FanOutApp(WorkFolder folder, ChildProcess host, Uri baseAddress) =>
        (this.folder, this.host, this.http) = (folder, host, new HttpClient { BaseAddress = baseAddress });

    /// <summary>Starts a host on an empty data folder.</summary>
    /// <param name="settings">What is set beside the defaults, as environment variables.</param>
    public static async Task<FanOutApp> StartAsync(Uri api, IReadOnlyDictionary<string, string> settings)
    {
        var folder = new WorkFolder();
        ChildProcess host = ChildProcess.StartDotnet(
            BuiltProgram.FanOut, folder.Path, settings, "serve", "--port", "0", "--json", "--data", Path.Combine(folder.Path, "data"), "--api", api.AbsoluteUri);
        try
        {
            JsonElement served = JsonSerializer.Deserialize<JsonElement>(await host.ReadLineAsync());
            return new FanOutApp(folder, host, new Uri(served.GetProperty("host").GetString()!));
        }
        catch
        {
            host.Dispose();
            folder.Dispose();
            throw;
        }
    }

    public ProcessTreeUsage Usage() => ProcessTreeUsage.Of(this.host.Id);

    /// <summary>Runs a fan-out over ids 1..<paramref name="ids"/> to its end, which is seen at most a hundredth of its time late.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RunAsync(int ids, int cap)
    {
        long started = Stopwatch.GetTimestamp();
        using HttpResponseMessage accepted = await this.http.PostAsJsonAsync("api/fanouts", new { ids = $"1-{ids}", maxConcurrency = cap });
        if (!accepted.IsSuccessStatusCode)
        {
            throw new BenchmarkFailedException($"The fan-out was not accepted: {accepted.StatusCode} {await accepted.Content.ReadAsStringAsync()}");
        }

        string id = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        while (await this.IsRunningAsync(id))
        {
            TimeSpan pause = Stopwatch.GetElapsedTime(started) / 100;
            await Task.Delay(pause > ShortestPause ? pause : ShortestPause);
        }

        return id;
    }

    /// <summary>How many characters a fan-out says it has fetched.</summary>
    public async Task<int> FetchedAsync(string id) =>
        (await this.http.GetFromJsonAsync<JsonElement>($"api/fanouts/{id}")).GetProperty("fetched").GetInt32();

    /// <summary>
    /// Kills the host and counts, in the histories of a fan-out's batches, the events that had to be replayed if every turn replays: at each
    /// turn, those before it. The fan-out's own history is left out: only its last execution is stored, and it is short beside them.
    /// </summary>
    public async Task<long> KillAndCountReplayedAsync(string id)
    {
        this.host.Kill();
        await this.host.FinishAsync();
        string path = Directory.GetFiles(Path.Combine(this.folder.Path, "data"), "*.db").Single();
        await using var file = new SqliteOrchestrationService(new SqliteOrchestrationServiceOptions { DatabasePath = path, ReadOnly = true });
        var query = new OrchestrationQuery { InstanceIdPrefix = id, PageSize = int.MaxValue, FetchInputsAndOutputs = false };
        long replayed = 0;
        foreach (OrchestrationState instance in (await file.GetOrchestrationWithQueryAsync(query, default)).OrchestrationState)
        {
            string instanceId = instance.OrchestrationInstance.InstanceId;
            if (instanceId != id)
            {
                replayed += (await file.GetHistoryEventsAsync(instanceId)).Index()
                    .Where(pair => pair.Item is OrchestratorStartedEvent).Sum(pair => (long)pair.Index);
            }
        }

        return replayed;
    }

    public void Dispose()
    {
        this.http.Dispose();
        this.host.Kill();
        this.host.Dispose();
        this.folder.Dispose();
    }

    // The management API answers without asking the worker, 202 until it is over.
    private async Task<bool> IsRunningAsync(string id)
    {
        using HttpResponseMessage answer = await this.http.GetAsync($"runtime/webhooks/durabletask/instances/{id}");
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            return true;
        }

        JsonElement state = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return state.GetProperty("runtimeStatus").GetString() == "Completed"
            ? false
            : throw new BenchmarkFailedException($"The fan-out has not completed: {state}");
    }
}
