namespace CharacterFanOut.Cli.Hosting;

/// <summary>Leaves Ctrl-C to the command: what the host in it does depends on whether one detaches or cancels.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
