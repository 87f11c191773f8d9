namespace EmbeddedFunctions.DurableTask.Tests.Storage;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");

    public string Path => this.folder.FullName;

    public string File(string name) => System.IO.Path.Combine(this.folder.FullName, name);

    public void Dispose() => this.folder.Delete(recursive: true);
}
