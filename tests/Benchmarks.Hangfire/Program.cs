using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CharacterFanOut.Benchmarks.Hangfire;
using Hangfire;
using Hangfire.Storage.SQLite;

// Benchmarks.Hangfire BASE-ADDRESS IDS WORKERS WARM-UP-IDS FOLDER: fetches 1..IDS, a job an id, and prints what it came to as JSON.
int Number(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
(int ids, int workers, int warmUp) = (Number(1), Number(2), Number(3));

// Its pause between two looks for a job is 15 seconds unless set.
using var storage = new SQLiteStorage(
    Path.Combine(args[4], "hangfire.db"), new SQLiteStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(50) });
GlobalConfiguration.Configuration.UseStorage(storage);
FetchJob.Upstream = new HttpClient { BaseAddress = new Uri(args[0]) };
var counter = new SuccessCounter();
GlobalJobFilters.Filters.Add(counter);
using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers }, storage);
await FetchJob.RunAllAsync(warmUp, counter);
using var process = Process.GetCurrentProcess();
TimeSpan processor = process.TotalProcessorTime;
long started = Stopwatch.GetTimestamp();
int fetched = await FetchJob.RunAllAsync(ids, counter);
double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
process.Refresh();
Console.WriteLine(JsonSerializer.Serialize(
    new { seconds, processorSeconds = (process.TotalProcessorTime - processor).TotalSeconds, fetched, peakBytes = process.PeakWorkingSet64 },
    JsonSerializerOptions.Web));

// All is measured: stopping the server would only wait for its pauses.
Environment.Exit(0);
