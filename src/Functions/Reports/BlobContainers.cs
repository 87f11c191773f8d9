using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Reports;

/// <summary>
/// Finds the blob storage as Functions does: <c>AzureWebJobsStorage</c> as a connection string, or
/// <c>AzureWebJobsStorage__accountName</c> or <c>__blobServiceUri</c> with a managed identity (<c>__clientId</c> for a user-assigned one).
/// </summary>
internal static class BlobContainers
{
    private const string Setting = "AzureWebJobsStorage";

    public static BlobContainerClient Create(IConfiguration configuration, string container)
    {
        var section = configuration.GetSection(Setting);
        if (section.Value is { Length: > 0 } connection)
        {
            try
            {
                return new BlobContainerClient(connection, container, Options());
            }
            catch (FormatException e)
            {
                throw new OptionsValidationException(Setting, typeof(ReportsOptions), [$"{Setting} is not a connection string: {e.Message}"]);
            }
        }

        var service = section["blobServiceUri"] is { Length: > 0 } uri ? uri
            : section["accountName"] is { Length: > 0 } account ? $"https://{account}.blob.core.windows.net"
            : throw new OptionsValidationException(Setting, typeof(ReportsOptions),
                [$"{ReportsOptions.Section}:{nameof(ReportsOptions.Store)} is Blobs, but neither {Setting} (a connection string) nor {Setting}__accountName (with a managed identity) is set."]);
        return new BlobServiceClient(new Uri(service), Credential(section["clientId"]), Options()).GetBlobContainerClient(container);
    }

    // Activities are retried by Durable, and people wait for the rest: it is said soon that the storage is away.
    private static BlobClientOptions Options() => new()
    {
        Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(2), NetworkTimeout = TimeSpan.FromSeconds(30) },
    };

    private static DefaultAzureCredential Credential(string? clientId) => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = clientId,
        ExcludeInteractiveBrowserCredential = true,
    });
}
