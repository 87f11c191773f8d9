using CharacterFanOut.Cli.Hosting;

namespace CharacterFanOut.Cli.Tests.Hosting;

public sealed class FolderLockTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fanout-lock-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void TryTake_Taken_IsRefusedUntilItIsLetGo()
    {
        Assert.False(FolderLock.IsHeld(folder.FullName));
        using (var first = FolderLock.TryTake(folder.FullName))
        {
            Assert.NotNull(first);
            Assert.True(FolderLock.IsHeld(folder.FullName));
            Assert.Null(FolderLock.TryTake(folder.FullName));
        }

        Assert.False(FolderLock.IsHeld(folder.FullName));
    }

    [Fact]
    public void HostNote_Written_IsReadBack()
    {
        Assert.Null(HostNote.Read(folder.FullName));

        new HostNote(new Uri("http://127.0.0.1:1/"), "sample", ["--sample-fail", "0.5"]).Write(folder.FullName);

        var note = HostNote.Read(folder.FullName);
        Assert.Equal(new Uri("http://127.0.0.1:1/"), note?.Address);
        Assert.Equal(["--sample-fail", "0.5"], note?.Sample);
    }

    [Fact]
    public void HostNote_Damaged_IsNone()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "host-note.json"), "{");

        Assert.Null(HostNote.Read(folder.FullName));
    }
}
