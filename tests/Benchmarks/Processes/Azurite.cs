using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>Azurite: the one that listens on its usual ports, or one that npx starts on free ports, its data in a folder that goes with it.</summary>
internal sealed partial class Azurite : IDisposable
{
    // The emulator's well-known account, the same for everyone.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string Package = "azurite@3";
    private static readonly int[] UsualPorts = [10_000, 10_001, 10_002];

    private readonly ChildProcess? process;
    private readonly WorkFolder? folder;

    private Azurite(string connectionString, ChildProcess? process, WorkFolder? folder) =>
        (this.ConnectionString, this.process, this.folder) = (connectionString, process, folder);

    public string ConnectionString { get; }

    /// <returns>Null where there is none to be had.</returns>
    public static async Task<Azurite?> TryStartAsync()
    {
        if (await ListensAsync())
        {
            return new Azurite("UseDevelopmentStorage=true", null, null);
        }

        var folder = new WorkFolder();
        ChildProcess? process = null;
        try
        {
            process = ChildProcess.StartProgram(
                "npx", NpmFolder(), "--yes", Package, "--location", folder.Path, "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--silent", "--skipApiVersionCheck", "--disableTelemetry");
            return new Azurite(await ReadConnectionAsync(process), process, folder);
        }
        catch (BenchmarkFailedException)
        {
            process?.Dispose();
            folder.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        this.process?.Dispose();
        this.folder?.Dispose();
    }

    private static async Task<string> ReadConnectionAsync(ChildProcess process)
    {
        var addresses = new Dictionary<string, string>();
        while (addresses.Count < UsualPorts.Length)
        {
            if (Listening().Match(await process.ReadLineAsync()) is { Success: true } match)
            {
                addresses[match.Groups["service"].Value] = match.Groups["address"].Value;
            }
        }

        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + string.Concat(addresses.Select(pair => $"{pair.Key}Endpoint={pair.Value}/{Account};"));
    }

    private static async Task<bool> ListensAsync()
    {
        try
        {
            foreach (int port in UsualPorts)
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Where tests have installed it, npx takes that one.
    private static string NpmFolder([CallerFilePath] string thisFile = "") =>
        Path.Combine(thisFile, "../../../Functions.Tests") is var folder && Directory.Exists(folder) ? Path.GetFullPath(folder) : Path.GetTempPath();

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>\S+)")]
    private static partial Regex Listening();
}
