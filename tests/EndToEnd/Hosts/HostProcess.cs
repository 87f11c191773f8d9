using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary><c>fanout serve</c> as its users run it: a host process with a worker process, that can be killed and started again over its data.</summary>
internal sealed class HostProcess : IStartedHost
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> settings;
    private readonly string folder;
    private readonly string[] arguments;
    private RunningProcess? process;
    private int port;

    private HostProcess(string folder, Dictionary<string, string> settings, string[] arguments) => (this.folder, this.settings, this.arguments) = (folder, settings, arguments);

    /// <summary>The program <c>fanout</c>, for <c>dotnet exec</c>: the one in the folder FANOUT_PUBLISHED, which starts faster, else the one that was built.</summary>
    public static string Cli { get; } = Environment.GetEnvironmentVariable("FANOUT_PUBLISHED") is { Length: > 0 } folder ? Path.Combine(folder, "fanout.dll") : typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Cli").Value!;

    /// <summary>Where it listens, such as http://127.0.0.1:34567.</summary>
    public Uri Address { get; private set; } = null!;

    public Uri Page => new(Address, "api/dashboard");

    public bool IsRunning => process is { HasExited: false };

    /// <summary>The processes that it has started: its worker.</summary>
    public IReadOnlyList<int> Workers => ProcessTree.Below(process!.Id);

    /// <summary>All that it has printed.</summary>
    public string Output => process!.Output;

    /// <summary>Starts a host over a new folder.</summary>
    /// <param name="upstream">The API that it fetches from.</param>
    /// <param name="storage">Where its task hub lies.</param>
    /// <param name="more">Settings beside the usual ones, with __ for a colon.</param>
    public static async Task<HostProcess> StartAsync(Uri upstream, HostStorage? storage = null, params (string Name, string Value)[] more)
    {
        storage ??= await HostStorage.ChosenAsync();
        var folder = Directory.CreateTempSubdirectory("fanout-host-").FullName;
        string[] arguments = ["--data", Path.Combine(folder, "data"), "--api", upstream.AbsoluteUri, .. storage.Arguments];
        var host = new HostProcess(folder, storage.Settings.Concat(more).ToDictionary(static s => s.Name, static s => s.Value), arguments);
        try
        {
            await host.StartAgainAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, over the data and on the port that it had before.</summary>
    public async Task StartAgainAsync()
    {
        // A test run that itself was started in the background ignores Ctrl-C, and so would whatever it starts.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", "exec", Cli, "serve", "--json", "--port", port.ToString(CultureInfo.InvariantCulture), .. arguments]) { WorkingDirectory = folder };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = RunningProcess.Start(
            start,
            settings,
            printed: line => Read(line, listening),
            exited: output => listening.TrySetException(new InvalidOperationException($"The host ended instead of listening:\n{output}")));
        Address = await listening.Task.WaitAsync(StartLimit);
        port = Address.Port;
    }

    /// <summary>Ends it and its worker as a power cut would.</summary>
    public async Task KillAsync()
    {
        await process!.KillAsync();
        process = null;
    }

    /// <summary>Ends the host alone with SIGKILL.</summary>
    public async Task KillHostAloneAsync()
    {
        await process!.KillAsync(withAllBelow: false);
        process = null;
    }

    /// <summary>Tells it to stop, as Ctrl-C (INT) or a service manager (TERM) does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(string signal)
    {
        var code = await process!.StopAsync(signal);
        process = null;
        return code;
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
        if (line.StartsWith("{\"host\"", StringComparison.Ordinal))
        {
            listening.TrySetResult(new Uri(JsonDocument.Parse(line).RootElement.GetProperty("host").GetString()!));
        }
    }
}
