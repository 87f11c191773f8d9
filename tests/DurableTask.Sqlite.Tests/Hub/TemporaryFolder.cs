namespace DurableTask.Sqlite.Tests.Hub;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("hub-files-").FullName;

    public string File(string name) => Path.Combine(this.path, name);

    public void Dispose() => Directory.Delete(this.path, recursive: true);
}
