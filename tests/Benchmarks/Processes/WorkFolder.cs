namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>A folder that goes with the benchmark.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const int Attempts = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fanout-benchmark-");

    public string Path => this.folder.FullName;

    public string NewDatabase() => System.IO.Path.Combine(this.folder.FullName, System.IO.Path.GetRandomFileName() + ".db");

    public void Dispose()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                this.folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // The child of a process that was killed may write for a moment more.
                Thread.Sleep(Pause);
            }
        }
    }
}
