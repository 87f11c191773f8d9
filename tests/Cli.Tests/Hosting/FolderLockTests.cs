using CharacterFanOut.Cli.Hosting;
using Microsoft.Extensions.Time.Testing;

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

        new HostNote(new Uri("http://127.0.0.1:1/"), "sample", ["--sample-fail", "0.5"], IsMixed: true) { Rate = "5/s", MaxConcurrency = 7 }.Write(folder.FullName);

        var note = HostNote.Read(folder.FullName);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(folder.FullName, "host-note.json")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(new Uri("http://127.0.0.1:1/"), note?.Address);
        Assert.Equal(["--sample-fail", "0.5"], note?.Sample);
        Assert.Equal(("sample", true, "5/s", 7), (note?.Api, note?.IsMixed, note?.Rate, note?.MaxConcurrency));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"Api":1,"Sample":[]}""")]
    [InlineData("""{"Api":"sample","Sample":[1]}""")]
    [InlineData("""{"Api":"sample","Sample":[],"Address":"no address"}""")]
    public void HostNote_Damaged_IsNone(string text)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "host-note.json"), text);

        Assert.Null(HostNote.Read(folder.FullName));
    }

    [Fact]
    public void Prepare_AFile_IsRefused()
    {
        var file = Path.Combine(folder.FullName, "file");
        File.WriteAllText(file, "");

        var refusal = Assert.Throws<CliException>(() => FolderLock.Prepare(file));

        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindHostAsync_OfAHostThatIsStarting_WaitsForItsAddress()
    {
        var address = new Uri("http://127.0.0.1:1/");
        using var taken = FolderLock.TryTake(folder.FullName);

        var found = FolderLock.FindHostAsync(folder.FullName, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(found.IsCompleted);
        new HostNote(address, "sample", []).Write(folder.FullName);

        Assert.Equal(address, await found);
    }

    [Fact]
    public async Task FindHostAsync_OfAHostThatIsStopping_WaitsUntilItHasStopped()
    {
        var taken = FolderLock.TryTake(folder.FullName)!;

        var found = FolderLock.FindHostAsync(folder.FullName, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(found.IsCompleted);
        await taken.DisposeAsync();

        Assert.Null(await found);
    }

    [Fact]
    public async Task FindHostAsync_OfAHostThatNeverListens_SaysSo()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(11) };
        using var taken = FolderLock.TryTake(folder.FullName);

        var refusal = await Assert.ThrowsAsync<CliException>(() => FolderLock.FindHostAsync(folder.FullName, time, TestContext.Current.CancellationToken));

        Assert.Contains("starting or stopping", refusal.Message, StringComparison.Ordinal);
    }
}
