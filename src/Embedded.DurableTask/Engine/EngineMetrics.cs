using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmbeddedFunctions.DurableTask.Storage;

namespace EmbeddedFunctions.DurableTask.Engine;

/// <summary>What the engine counts, for its meter and for <see cref="EngineStatistics"/>.</summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "EmbeddedFunctions.DurableTask";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> turnCounter;
    private readonly Counter<long> activityCounter;
    private readonly Counter<long> replayCounter;
    private readonly Histogram<double> commitSeconds;
    private readonly Histogram<double> commitWaitSeconds;
    private readonly Histogram<double> activitySeconds;
    private long turns;
    private long activities;
    private long commits;
    private long replayed;

    public EngineMetrics(string hub, Func<int> queuedActivities, Func<int> runningActivities)
    {
        TagList tags = new() { { "durabletask.hub", hub } };
        this.turnCounter = this.meter.CreateCounter<long>("durabletask.turns", "{turn}", "Orchestrator turns committed.", tags);
        this.activityCounter = this.meter.CreateCounter<long>("durabletask.activities", "{activity}", "Activities that have ended.", tags);
        this.replayCounter = this.meter.CreateCounter<long>("durabletask.replayed_events", "{event}", "History events replayed.", tags);
        this.commitSeconds = this.meter.CreateHistogram<double>("durabletask.commit.duration", "s", "Time a transaction took.", tags);
        this.commitWaitSeconds = this.meter.CreateHistogram<double>("durabletask.commit.latency", "s", "Time from a turn's end to its commit.", tags);
        this.activitySeconds = this.meter.CreateHistogram<double>("durabletask.activity.duration", "s", "Time an activity ran.", tags);
        this.meter.CreateObservableGauge("durabletask.activities.queued", queuedActivities, "{activity}", "Activities that wait for a slot.", tags);
        this.meter.CreateObservableGauge("durabletask.activities.running", runningActivities, "{activity}", "Activities that run.", tags);
    }

    public EngineStatistics Read() => new(
        Interlocked.Read(ref this.turns),
        Interlocked.Read(ref this.activities),
        Interlocked.Read(ref this.commits),
        Interlocked.Read(ref this.replayed));

    public void Committed(List<StoreCommit> batch, long started)
    {
        Interlocked.Increment(ref this.commits);
        this.commitSeconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (this.commitWaitSeconds.Enabled)
        {
            foreach (StoreCommit commit in batch)
            {
                this.commitWaitSeconds.Record(Stopwatch.GetElapsedTime(commit.EnqueuedAt).TotalSeconds);
            }
        }
    }

    public void TurnEnded()
    {
        Interlocked.Increment(ref this.turns);
        this.turnCounter.Add(1);
    }

    public void Replayed(int events)
    {
        Interlocked.Add(ref this.replayed, events);
        this.replayCounter.Add(events);
    }

    public void ActivityEnded(string name, long started, bool failed)
    {
        Interlocked.Increment(ref this.activities);
        var tag = new KeyValuePair<string, object?>("durabletask.task.name", name);
        this.activityCounter.Add(1, tag, new("durabletask.failed", failed));
        this.activitySeconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
    }

    public void Dispose() => this.meter.Dispose();
}
