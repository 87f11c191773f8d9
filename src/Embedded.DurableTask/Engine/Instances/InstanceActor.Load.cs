using EmbeddedFunctions.DurableTask.Engine.Orchestrations;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;

namespace EmbeddedFunctions.DurableTask.Engine.Instances;

/// <summary>The way into memory: a fresh session for a new execution, a replayed one for an old.</summary>
internal sealed partial class InstanceActor
{
    /// <summary>Brings the session into memory; false when there is no such unfinished instance.</summary>
    private bool Load(ref List<StoredMessage> batch)
    {
        if (this.record is { Turns: 0 } fresh)
        {
            this.session = this.NewSession(fresh);
            return true;
        }

        if (engine.Store.Load(instanceId) is not { Record.IsOver: false } stored)
        {
            return false;
        }

        this.Adopt(stored, ref batch);
        this.session = this.NewSession(stored.Record);
        if (stored.Turns.Count > 0)
        {
            this.Rebuild(stored, ref batch);
        }

        return true;
    }

    private OrchestrationSession NewSession(InstanceRecord of)
    {
        var made = new OrchestrationSession(
            OrchestrationIdentity.Of(of),
            () => engine.Tasks.FindOrchestrator(of.Name)?.Invoke(engine.Services),
            engine.Options.DataConverter,
            engine.Loggers,
            () => this.Fail(of.ExecutionId, OrchestratorFault.ForeignAwait(of.Name, of.InstanceId)));
        made.Context.RestoreCustomStatus(of.CustomStatus);
        return made;
    }

    private void Adopt(StoredInstance stored, ref List<StoredMessage> batch)
    {
        long last = stored.Inbox.Count > 0 ? stored.Inbox[^1].Id : 0;
        last = Math.Max(last, stored.Record.ConsumedInbox);
        List<StoredMessage> all = [.. stored.Inbox, .. batch.Where(m => m.Id == 0 || m.Id > last)];
        batch = all;
        lock (this.gate)
        {
            this.mail.RemoveAll(m => m.Id > 0 && m.Id <= last);
            this.lastSeen = Math.Max(this.lastSeen, last);
            this.record = stored.Record;
            this.carried = stored.Carried;
        }
    }

    private void Rebuild(StoredInstance stored, ref List<StoredMessage> batch)
    {
        try
        {
            engine.Metrics.Replayed(this.session!.Replay(stored.Turns, stored.Record.CustomStatus));
        }
        catch (NonDeterministicException e)
        {
            // A session that has not begun, and the failure before all mail: code that has left its path must not go on, nor end by itself.
            this.session = this.NewSession(stored.Record);
            batch.Insert(0, Forced(stored.Record.ExecutionId, e.Failure));
            return;
        }

        this.DispatchLost(stored, batch);
    }

    /// <summary>After a restart: what was scheduled and never came back runs again. After a rewind its outcome may be in the mail.</summary>
    private void DispatchLost(StoredInstance stored, List<StoredMessage> batch)
    {
        HashSet<int> lost = [.. this.session!.Context.Open
            .Where(a => a.Value is { Kind: OpenActionKind.Activity, Settled: false } && !this.inFlight.Contains(a.Key))
            .Select(a => a.Key)];
        lost.ExceptWith(batch.Select(m => ActivityOf(m.Event)).OfType<int>());
        if (lost.Count > 0)
        {
            this.Dispatch(stored.Record, [.. stored.Turns.SelectMany(turn => turn).OfType<TaskScheduled>().Where(t => lost.Contains(t.EventId))]);
        }
    }
}
