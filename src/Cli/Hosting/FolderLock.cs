namespace CharacterFanOut.Cli.Hosting;

/// <summary>Tells whether a host has a data folder open. The operating system lets go of the lock when the process ends, however it ends.</summary>
internal static class FolderLock
{
    private const string FileName = "host.lock";

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
