namespace CharacterFanOut.Cli.Hosting;

/// <summary>Finds the host that has a data folder open.</summary>
internal static class FolderHost
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where it listens; waits for one that is starting or stopping.</summary>
    /// <returns>Its root; null when no host has the folder open.</returns>
    /// <exception cref="CliException">One has it open that does not come to listen.</exception>
    public static async Task<Uri?> FindAsync(string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (FolderLock.IsHeld(dataFolder))
        {
            if (HostNote.Read(dataFolder)?.Address is { } address)
            {
                return address;
            }

            if (time.GetElapsedTime(start) > Patience)
            {
                throw StartFailure.InUse(dataFolder);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return null;
    }
}
