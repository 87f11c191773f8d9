using System.Diagnostics;
using System.Runtime.CompilerServices;
using CharacterFanOut.Functions.Tests.Reports;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace CharacterFanOut.Functions.Tests.Reports;

/// <summary>Azurite's blob service on a free port, once for all tests; starts when it is first asked for.</summary>
public sealed class Azurite : IDisposable
{
    // The emulator's well-known account, the same for everyone.
    private const string Account =
        "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Lazy<Task<string>> connection;
    private Process? process;

    public Azurite() => connection = new(() => StartAsync());

    /// <summary>The connection string of the running service.</summary>
    public Task<string> ConnectionAsync() => connection.Value;

    public void Dispose()
    {
        process?.Kill(entireProcessTree: true);
        process?.Dispose();
    }

    private async Task<string> StartAsync([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(thisFile))!;
        var main = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        Assert.True(File.Exists(main), $"Azurite is not installed. Run 'npm ci' in {folder}, or the whole of eng/test.sh, which does.");
        process = Process.Start(new ProcessStartInfo(
            "node", [main, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        const string Ready = "successfully listens on ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Ready, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return $"DefaultEndpointsProtocol=http;{Account};BlobEndpoint={line[(at + Ready.Length)..].Trim()}/devstoreaccount1;";
            }
        }

        throw new InvalidOperationException("Azurite ended before it listened.");
    }
}
