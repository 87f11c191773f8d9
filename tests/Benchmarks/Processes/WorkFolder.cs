namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>A folder that goes with the benchmark.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fanout-benchmark-");

    public string Path => this.folder.FullName;

    public string NewDatabase() => System.IO.Path.Combine(this.folder.FullName, System.IO.Path.GetRandomFileName() + ".db");

    public void Dispose() => this.folder.Delete(recursive: true);
}
