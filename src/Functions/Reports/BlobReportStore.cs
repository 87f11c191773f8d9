using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;

namespace CharacterFanOut.Functions.Reports;

/// <summary>Results in Azure Blob Storage: one container, blobs named <c>{fan-out}/{object}</c>, each uploaded whole.</summary>
internal sealed class BlobReportStore(BlobContainerClient container) : IReportStore, IDisposable
{
    // A blob's name has at most 1,024 characters, those of the object in it included.
    private const int MaxFolderLength = 800;

    private readonly SemaphoreSlim making = new(1, 1);
    private volatile bool made;

    public string Locate(string fanOutId, string prefix) => $"{container.Uri}/{FolderOf(fanOutId)}/{prefix}";

    public Task WriteAsync(string fanOutId, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        TryAsync($"write {name} of fan-out {fanOutId}", async () =>
        {
            await MakeContainerAsync(cancellation);
            return await Blob(fanOutId, name).UploadAsync(new BinaryData(content), overwrite: true, cancellation);
        });

    public Task<Stream?> OpenAsync(string fanOutId, string name, CancellationToken cancellation) =>
        TryAsync($"read {name} of fan-out {fanOutId}", async () =>
        {
            try
            {
                return await Blob(fanOutId, name).OpenReadAsync(new Azure.Storage.Blobs.Models.BlobOpenReadOptions(allowModifications: false), cancellation);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return (Stream?)null;
            }
        });

    public async IAsyncEnumerable<string> ListAsync(
        string fanOutId, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folder = $"{FolderOf(fanOutId)}/";
        var options = new Azure.Storage.Blobs.Models.GetBlobsOptions { Prefix = folder + prefix };
        await using var blobs = container.GetBlobsAsync(options, cancellation).GetAsyncEnumerator(cancellation);
        while (await TryAsync($"list fan-out {fanOutId}", () => MoveNextAsync(blobs)))
        {
            yield return blobs.Current.Name[folder.Length..];
        }
    }

    public async Task DeleteAsync(string fanOutId, CancellationToken cancellation)
    {
        await foreach (var name in ListAsync(fanOutId, "", cancellation))
        {
            await TryAsync($"delete {name} of fan-out {fanOutId}", () => Blob(fanOutId, name).DeleteIfExistsAsync(cancellationToken: cancellation));
        }
    }

    public Task CheckAsync(CancellationToken cancellation) => TryAsync("reach its container", async () =>
    {
        await MakeContainerAsync(cancellation);
        return await container.GetPropertiesAsync(cancellationToken: cancellation);
    });

    public void Dispose() => making.Dispose();

    private static string FolderOf(string fanOutId) => StoreFolders.NameOf(fanOutId, MaxFolderLength);

    private BlobClient Blob(string fanOutId, string name) => container.GetBlobClient($"{FolderOf(fanOutId)}/{name}");

    private async Task MakeContainerAsync(CancellationToken cancellation)
    {
        if (made)
        {
            return;
        }

        await making.WaitAsync(cancellation);
        try
        {
            if (!made)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
                made = true;
            }
        }
        finally
        {
            making.Release();
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<Azure.Storage.Blobs.Models.BlobItem> blobs)
    {
        try
        {
            return await blobs.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    private async Task<T> TryAsync<T>(string what, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or Azure.Identity.AuthenticationFailedException)
        {
            made = false;
            var why = e.Message.Split('\n')[0].TrimEnd();
            throw new ReportStoreException($"The report store at {container.Uri} could not {what}: {why}", e);
        }
    }
}
