namespace EmbeddedFunctions.DurableTask.Tests.Storage;

/// <summary>Makes the golden file of the current schema version: run it by hand, with the path in GOLDEN_HUB, when the version has changed.</summary>
public sealed class GoldenHubWriter
{
    [Fact]
    public async Task WriteAsync_NewFile_HoldsAnInstanceThatCanFinish()
    {
        using var folder = new TemporaryFolder();
        string file = Environment.GetEnvironmentVariable("GOLDEN_HUB") ?? folder.File("golden.db");

        await GoldenHub.WriteAsync(file);

        string copy = folder.File("copy.db");
        File.Copy(file, copy);
        await using Testing.DurableTaskTestHost host = await GoldenHub.StartAsync(copy);
        Assert.Equal(GoldenHub.ExpectedOutput, (await GoldenHub.FinishAsync(host)).ReadOutputAs<string>());
    }
}
