using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>
/// A host that a shell command runs in the foreground, on the port in FANOUT_PORT. What it stores its state in has to run before: killing
/// the host kills all that the command has started.
/// </summary>
internal sealed class CommandHost : IStartedHost
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    private readonly string command;
    private readonly string folder = Directory.CreateTempSubdirectory("fanout-command-").FullName;
    private readonly Dictionary<string, string> settings;
    private RunningProcess? process;

    private CommandHost(string command, Dictionary<string, string> settings) => (this.command, this.settings) = (command, settings);

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a host that shares nothing with another one on the same storage.</summary>
    /// <param name="command">The command.</param>
    /// <param name="upstream">The API that it fetches from.</param>
    /// <param name="more">Settings beside the usual ones, with __ for a colon.</param>
    public static async Task<CommandHost> StartAsync(string command, Uri upstream, params (string Name, string Value)[] more)
    {
        var name = "bb" + Guid.NewGuid().ToString("N")[..20];
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        var settings = more.ToDictionary(s => s.Name, s => s.Value);
        settings["FANOUT_PORT"] = port;
        settings["CharacterApi__BaseAddress"] = upstream.AbsoluteUri;
        settings["AzureFunctionsJobHost__extensions__durableTask__hubName"] = name;

        // By this name the Functions host locks its timers. A host that was killed holds the lock for another minute.
        settings["AzureFunctionsWebHost__hostid"] = name;
        var host = new CommandHost(command, settings) { Address = new Uri($"http://127.0.0.1:{port}/") };
        settings["Reports__Path"] = Path.Combine(host.folder, "reports");
        await host.StartAgainAsync();
        return host;
    }

    public async Task StartAgainAsync()
    {
        process = RunningProcess.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command } }, settings);
        await UntilItAnswersAsync(process);
    }

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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilItAnswersAsync(RunningProcess started)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("api/health", limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                // It does not listen yet, or listens and cannot answer yet.
            }

            if (started.HasExited || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The host of FANOUT_START ({command}) {(started.HasExited ? "ended" : "did not answer")}:\n{started.Output}");
            }

            await Task.Delay(200);
        }
    }
}
