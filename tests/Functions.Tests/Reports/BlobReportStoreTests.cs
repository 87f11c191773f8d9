using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Tests.Reports;

public sealed class BlobReportStoreTests(Azurite azurite) : ReportStoreContract, IDisposable
{
    private readonly List<IDisposable> stores = [];

    [Fact]
    public async Task Run_ResultsInBlobs_AreAllThere()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 50 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, settings:
        [
            new("Reports:Store", "Blobs"), new("Reports:Container", NewContainer()), new("AzureWebJobsStorage", await azurite.ConnectionAsync()),
        ]);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 60), BatchSize = 7 });
        Assert.Equal((50, 10), (report.Fetched, report.Failed));
        Assert.StartsWith("http://127.0.0.1", report.Characters, StringComparison.Ordinal);
        var stored = await engine.StoredAsync();
        Assert.Equal(Enumerable.Range(1, 50), stored.Fetched);
        Assert.Equal(Enumerable.Range(51, 10), stored.Failed);
    }

    [Fact]
    public async Task Write_NobodyThere_SaysWhichStoreAndWhy()
    {
        var container = BlobContainers.Create(
            Configuration(("AzureWebJobsStorage", "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;")), "reports");
        using var store = new BlobReportStore(new Azure.Storage.Blobs.BlobContainerClient(
            container.Uri, new Azure.Storage.Blobs.BlobClientOptions { Retry = { MaxRetries = 0 } }));
        var e = await Assert.ThrowsAsync<ReportStoreException>(
            () => store.WriteAsync("a", "report.json", ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken));
        Assert.Contains("127.0.0.1:1", e.Message, StringComparison.Ordinal);
        Assert.Contains("could not write report.json of fan-out a", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage:accountName", "myaccount", "https://myaccount.blob.core.windows.net/reports")]
    [InlineData("AzureWebJobsStorage:blobServiceUri", "https://my.example.com/", "https://my.example.com/reports")]
    public void Create_ManagedIdentity_FindsTheAccountAsFunctionsDoes(string key, string value, string expected) =>
        Assert.Equal(expected, BlobContainers.Create(Configuration((key, value)), "reports").Uri.AbsoluteUri);

    [Fact]
    public void Create_NothingSet_SaysWhatToSet()
    {
        var e = Assert.Throws<OptionsValidationException>(() => BlobContainers.Create(Configuration(), "reports"));
        Assert.Contains("AzureWebJobsStorage__accountName", e.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => BlobContainers.Create(Configuration(("AzureWebJobsStorage", "nonsense")), "reports"));
    }

    public void Dispose() => stores.ForEach(s => s.Dispose());

    protected override async Task<IReportStore> OpenStoreAsync()
    {
        var configuration = Configuration(("AzureWebJobsStorage", await azurite.ConnectionAsync()));
        var store = new BlobReportStore(BlobContainers.Create(configuration, NewContainer()));
        stores.Add(store);
        return store;
    }

    private static string NewContainer() => $"test-{Guid.NewGuid():N}";

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build();
}
