using System.Diagnostics;
using System.Globalization;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>The function app as its users run it: a process of its own, that can be killed and started again over its data.</summary>
internal sealed class HostProcess : IStartedHost
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> settings;
    private readonly string folder;
    private RunningProcess? process;

    private HostProcess(string folder, Dictionary<string, string> settings) => (this.folder, this.settings) = (folder, settings);

    /// <summary>Where it listens, such as http://127.0.0.1:34567.</summary>
    public Uri Address { get; private set; } = null!;

    public Uri Page => new(Address, "api/dashboard");

    /// <summary>Starts a host over a new folder.</summary>
    /// <param name="upstream">The API that it fetches from.</param>
    /// <param name="more">Settings beside the usual ones, with __ for a colon.</param>
    public static async Task<HostProcess> StartAsync(Uri upstream, params (string Name, string Value)[] more)
    {
        var folder = Directory.CreateTempSubdirectory("fanout-page-").FullName;
        var settings = more.ToDictionary(s => s.Name, s => s.Value);
        settings["CharacterApi__BaseAddress"] = upstream.AbsoluteUri;
        settings["EmbeddedFunctions__DataDirectory"] = Path.Combine(folder, "hub");
        settings["Reports__Path"] = Path.Combine(folder, "reports");
        settings["Host__LocalHttpPort"] = "0";
        var host = new HostProcess(folder, settings);
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>Starts it, over the data and on the port that it had before.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "Functions.dll") },
        };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = RunningProcess.Start(
            start,
            settings,
            printed: line => Read(line, listening),
            exited: output => listening.TrySetException(new InvalidOperationException($"The host ended instead of listening:\n{output}")));
        Address = await listening.Task.WaitAsync(StartLimit);
        settings["Host__LocalHttpPort"] = Address.Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        await process!.KillAsync();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await KillAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Read(string line, TaskCompletionSource<Uri> listening)
    {
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            listening.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
