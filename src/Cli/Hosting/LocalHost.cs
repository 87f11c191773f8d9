using System.Diagnostics.CodeAnalysis;
using CharacterFanOut.SampleApi;
using FunctionsHost;
using Microsoft.Extensions.Logging.Console;

namespace CharacterFanOut.Cli.Hosting;

/// <summary>A Functions host in this process, with the function app in a process of its own, and where there is one the sample API that it asks. Disposing stops all.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private const string DefaultSchedule = "0 0 3 * * *";

    private readonly FunctionsAppHost host;
    private readonly Stack<IAsyncDisposable> started;
    private readonly LocalHostOptions options;

    /// <param name="started">What to dispose, the last first.</param>
    private LocalHost(FunctionsAppHost host, Stack<IAsyncDisposable> started, UpstreamAddress? upstream, LocalHostOptions options)
    {
        this.host = host;
        this.started = started;
        this.options = options;
        Upstream = upstream;
    }

    /// <summary>The host's root.</summary>
    public Uri BaseAddress => host.BaseAddress;

    /// <summary>Where its state lies.</summary>
    public string DataFolder => options.DataFolder;

    /// <summary>The API that is asked for characters; null when none is.</summary>
    public UpstreamAddress? Upstream { get; }

    /// <summary>What it is called.</summary>
    public string UpstreamName => options.UpstreamName;

    /// <summary>Whether the host only answers.</summary>
    public bool IsReadOnly => options.ReadOnly;

    /// <summary>Set when the host stops by itself.</summary>
    public CancellationToken Stopping => host.Stopping;

    /// <summary>Starts a host that is ready when the task completes.</summary>
    /// <exception cref="CliException">It cannot be started with these options.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The host owns what was started, and disposes it.")]
    public static async Task<LocalHost> StartAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        var started = new Stack<IAsyncDisposable>();
        try
        {
            if (options.ReadOnly)
            {
                return new LocalHost(Add(await FunctionsAppHost.StartAsync(HostOptions(options, options.Upstream), cancellationToken)), started, null, options);
            }

            FolderLock.Prepare(options.DataFolder);
            Add(FolderLock.TryTake(options.DataFolder) ?? throw StartFailure.InUse(options.DataFolder));

            if (HostNote.Read(options.DataFolder) is { Address: not null } ofOneThatWasKilled)
            {
                (ofOneThatWasKilled with { Address = null }).Write(options.DataFolder);
            }

            // It starts beside the host: what asks it earlier waits.
            var sample = options.Upstream is null ? Add(StartSample(options.Sample)) : null;
            var upstream = options.Upstream ?? new UpstreamAddress(sample!.BaseAddress.AbsoluteUri);
            var host = Add(await FunctionsAppHost.StartAsync(HostOptions(options, upstream), cancellationToken));
            await (sample?.Started ?? Task.CompletedTask).WaitAsync(cancellationToken);
            (options.Note with { Address = host.BaseAddress }).Write(options.DataFolder);
            return new LocalHost(host, started, upstream, options);
        }
        catch (Exception e)
        {
            try
            {
                await DisposeAsync(started);
            }
            catch (Exception)
            {
                // What did not start may not stop either. Only the first failure tells the user what to change.
            }

            throw StartFailure.Explain(e, options);
        }

        T Add<T>(T part)
            where T : IAsyncDisposable
        {
            started.Push(part);
            return part;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Gracefully: fetches in flight get the chance to be recorded, so that a resume does not repeat them.
        await host.StopAsync();
        if (!options.ReadOnly)
        {
            options.Note.Write(options.DataFolder);
        }

        await DisposeAsync(started);
    }

    private static SampleApiServer StartSample(SampleApiOptions options)
    {
        try
        {
            return SampleApiServer.Start(options);
        }
        catch (IOException e)
        {
            throw CliException.BadInput($"The sample API cannot listen on port {options.Port}: {e.Message} Give another with --sample-port, or 0 for any free one.", e);
        }
    }

    private static FunctionsHostOptions HostOptions(LocalHostOptions options, UpstreamAddress? upstream)
    {
        var host = new FunctionsHostOptions
        {
            AppDirectory = Path.Combine(AppContext.BaseDirectory, "app"),
            LocalSettingsFile = Path.Combine(Environment.CurrentDirectory, "local.settings.json"),
            Port = options.Port,
            BindAddress = options.BindAddress,
            DataDirectory = options.DataFolder,
            Storage = options.Storage,
            ReadOnly = options.ReadOnly,
            ConfigureLogging = logging => ConfigureLogging(logging, options.LogLevel),
        };
        host.DefaultSettings["FunctionsHost:HomePath"] = "api/dashboard";
        host.DefaultSettings["FunctionsHost:MetricsPath"] = "api/metrics";
        host.DefaultSettings["FanOut:Schedule"] = DefaultSchedule;
        host.DefaultSettings["Reports:Path"] = Path.Combine(options.DataFolder, "reports");
        if (options.Storage == FunctionsHostStorage.Azure)
        {
            host.DefaultSettings["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";
        }

        foreach (var (key, value) in options.Settings)
        {
            host.Settings[key] = value ?? "";
        }

        if (upstream is not null)
        {
            host.Settings["CharacterApi:BaseAddress"] = upstream.Text;
        }

        // The sample API listens on another port each time.
        if (options.Upstream is null)
        {
            host.Settings["CharacterApi:Name"] = options.UpstreamName;
        }

        return host;
    }

    private static void ConfigureLogging(ILoggingBuilder logging, LogLevel level)
    {
        // Whatever is logged, an unknown setting is named.
        logging.SetMinimumLevel(level).AddFilter("CharacterFanOut.Functions.Settings", LogLevel.Warning);
        logging.AddConsole(static console => (console.FormatterName, console.LogToStandardErrorThreshold) = (TerminalLogFormatter.FormatterName, LogLevel.Trace));
        logging.AddConsoleFormatter<TerminalLogFormatter, ConsoleFormatterOptions>();

        // Why the host does not start is the last line that the command prints.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal", LogLevel.Critical);
        if (level == LogLevel.None)
        {
            // A command that follows its fan-out says itself that the task hub cannot be written, or that the upstream is away.
            logging.AddFilter("DurableTask.Sqlite", level).AddFilter("Polly", level);
        }
        else if (level > LogLevel.Information)
        {
            // Each retry is a warning, of which a fan-out may have thousands.
            logging.AddFilter("Polly", LogLevel.Error);
        }
    }

    private static async ValueTask DisposeAsync(Stack<IAsyncDisposable> started)
    {
        while (started.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }
}
