using CharacterFanOut.Functions;
using CharacterFanOut.SampleApi;
using EmbeddedFunctions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging.Console;

namespace CharacterFanOut.Cli.Hosting;

/// <summary>The function app, hosted in this process, and where there is one the sample API that it asks. Disposing stops both.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly IHost host;
    private readonly SampleApiServer? sample;
    private readonly FileStream folder;
    private readonly LocalHostOptions options;

    private LocalHost(IHost host, SampleApiServer? sample, FileStream folder, Uri upstream, LocalHostOptions options)
    {
        this.host = host;
        this.sample = sample;
        this.folder = folder;
        this.options = options;
        Upstream = upstream;
        BaseAddress = host.Services.GetRequiredService<EmbeddedHostAddress>().BaseAddress;
    }

    /// <summary>The host's root.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Where its state lies.</summary>
    public string DataFolder => options.DataFolder;

    /// <summary>The API that is asked for characters.</summary>
    public Uri Upstream { get; }

    /// <summary>Set when the host stops by itself.</summary>
    public CancellationToken Stopping => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Starts a host that is ready when the task completes.</summary>
    /// <exception cref="CliException">It cannot be started with these options.</exception>
    public static async Task<LocalHost> StartAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        SampleApiServer? sample = null;
        IHost? host = null;
        FileStream? folder = null;
        try
        {
            FolderLock.Prepare(options.DataFolder);
            folder = FolderLock.TryTake(options.DataFolder) ?? throw StartFailure.InUse(options.DataFolder);

            if (HostNote.Read(options.DataFolder) is { Address: not null } ofOneThatWasKilled)
            {
                (ofOneThatWasKilled with { Address = null }).Write(options.DataFolder);
            }

            if (options.Upstream is null)
            {
                sample = await StartSampleAsync(options.Sample, cancellationToken);
            }

            var upstream = options.Upstream ?? sample!.BaseAddress;
            host = Build(options, upstream);
            await host.StartAsync(cancellationToken);
            var started = new LocalHost(host, sample, folder, upstream, options);
            (options.Note with { Address = started.BaseAddress }).Write(options.DataFolder);
            return started;
        }
        catch (Exception e)
        {
            try
            {
                await DisposeAsync(host, sample, folder);
            }
            catch (Exception)
            {
                // What did not start may not stop either. Only the first failure tells the user what to change.
            }

            throw StartFailure.Explain(e, options);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Gracefully: fetches in flight get the chance to be recorded, so that a resume does not repeat them.
        await host.StopAsync();
        options.Note.Write(options.DataFolder);
        await DisposeAsync(host, sample, folder);
    }

    private static async Task<SampleApiServer> StartSampleAsync(SampleApiOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await SampleApiServer.StartAsync(options, cancellationToken);
        }
        catch (IOException e)
        {
            throw CliException.BadInput($"The sample API cannot listen on port {options.Port}: {e.Message} Give another with --sample-port, or 0 for any free one.", e);
        }
    }

    private static IHost Build(LocalHostOptions options, Uri upstream)
    {
        var builder = FanOutApplication.CreateBuilder([]);
        var settings = new Dictionary<string, string?>(options.Settings, StringComparer.OrdinalIgnoreCase)
        {
            ["CharacterApi:BaseAddress"] = upstream.ToString(),
            ["EmbeddedFunctions:DataDirectory"] = options.DataFolder,
        };
        settings.TryAdd("Reports:Path", Path.Combine(options.DataFolder, "reports"));
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders().SetMinimumLevel(options.LogLevel).AddFilter("CharacterFanOut.Functions.Settings", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(static console => (console.SingleLine, console.TimestampFormat, console.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Disabled));
        builder.Logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // Each retry is a warning, of which a fan-out may have thousands; and why the host does not start is said in a sentence.
        if (options.LogLevel > LogLevel.Information)
        {
            builder.Logging.AddFilter("Polly", LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        }

        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.ConfigureEmbeddedHost(host =>
        {
            host.FunctionsAssembly = typeof(FanOutApplication).Assembly;
            host.Port = options.Port;
            host.BindAddress = options.BindAddress;
            host.DataDirectory = options.DataFolder;
            host.ContentRoot = AppContext.BaseDirectory;
        });
        return builder.Build();
    }

    private static async ValueTask DisposeAsync(IHost? host, SampleApiServer? sample, FileStream? folder)
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        if (sample is not null)
        {
            await sample.DisposeAsync();
        }

        if (folder is not null)
        {
            await folder.DisposeAsync();
        }
    }
}
