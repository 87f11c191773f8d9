namespace DurableTask.Sqlite.Tests.Crash;

/// <summary>
/// What is asked of the hosts that follow one another. A command is given again until it is answered: an event under another payload each
/// time, as it may have been kept though its answer was not.
/// </summary>
internal sealed class CrashScript
{
    private readonly Queue<HostCommand> waiting = new();
    private int attempts;

    /// <summary>The instances that were to be started.</summary>
    public List<string> Instances { get; } = [];

    /// <summary>Two more instances, and all the events that one of them waits for.</summary>
    public void Add(int seed)
    {
        string mixed = $"mixed-{seed}", steps = $"long-{seed}";
        this.Instances.AddRange([mixed, steps]);
        this.waiting.Enqueue(new HostCommand(HostCommandKind.Start, mixed, CrashWorkload.Mixed, $"{seed}"));
        this.waiting.Enqueue(new HostCommand(HostCommandKind.Start, steps, CrashWorkload.Long, $"{seed}"));
        for (int round = 1; round <= CrashWorkload.Rounds; round++)
        {
            this.waiting.Enqueue(new HostCommand(HostCommandKind.Raise, mixed, CrashWorkload.Go, $"{round}"));
        }
    }

    /// <summary>Gives commands until all are answered or the host is gone.</summary>
    public async Task GiveAsync(CrashHostProcess host)
    {
        while (this.waiting.TryPeek(out HostCommand? command))
        {
            HostCommand given = command.Kind == HostCommandKind.Raise ? command with { Text = $"{command.Text}.{this.attempts++}" } : command;
            if (await host.AskAsync(given) is null)
            {
                return;
            }

            this.waiting.Dequeue();
        }
    }
}
