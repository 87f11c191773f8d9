namespace CharacterFanOut.Cli.Hosting;

/// <summary>Tells whether a host has a data folder open. The operating system lets go of the lock when the process ends, however it ends.</summary>
internal static class FolderLock
{
    private const string FileName = "host.lock";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes the folder where there is none.</summary>
    /// <exception cref="CliException">It cannot be made.</exception>
    public static void Prepare(string dataFolder)
    {
        if (File.Exists(dataFolder))
        {
            throw CliException.BadInput($"--data: {dataFolder} is a file. Name a folder.");
        }

        try
        {
            Directory.CreateDirectory(dataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"--data: the folder {dataFolder} cannot be made: {e.Message.TrimEnd('.')}. Name another.", e);
        }
    }

    /// <summary>Takes the folder's lock.</summary>
    /// <returns>The lock, to be disposed; null when another host holds it.</returns>
    public static FileStream? TryTake(string dataFolder)
    {
        try
        {
            return new FileStream(Path.Combine(dataFolder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Where the host that has the folder open listens; waits for one that is starting or stopping.</summary>
    /// <returns>Its root; null when no host has the folder open.</returns>
    /// <exception cref="CliException">One has it open that does not come to listen.</exception>
    public static async Task<Uri?> FindHostAsync(string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (IsHeld(dataFolder))
        {
            if (HostNote.Read(dataFolder)?.Address is { } address)
            {
                return address;
            }

            if (time.GetElapsedTime(start) > StartTimeout)
            {
                throw StartFailure.InUse(dataFolder);
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }

        return null;
    }

    /// <summary>Whether a host has the folder open.</summary>
    public static bool IsHeld(string dataFolder)
    {
        try
        {
            // Reading is enough to meet a lock, and works where nothing may be written.
            using var file = new FileStream(Path.Combine(dataFolder, FileName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is not (FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException);
        }
    }
}
