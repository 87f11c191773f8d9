using System.Runtime.InteropServices;

namespace FunctionsHost.Hosting;

/// <summary>The host as a program: runs an app's folder until it is told to stop.</summary>
internal static class Command
{
    private const string Usage = "Usage: FunctionsHost --app DIR [--port N] [--bind ADDRESS] [--data DIR] [--storage sqlite|azure] [--setting NAME=VALUE]...";

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(Usage);
            return 0;
        }

        FunctionsHostOptions options;
        try
        {
            options = Read(arguments);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}{Environment.NewLine}{Usage}").ConfigureAwait(false);
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var host = await FunctionsAppHost.StartAsync(options, stop.Token).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, host.Stopping);
                await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await host.StopAsync().ConfigureAwait(false);
                return host.Failure is null ? 0 : 1;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or Worker.WorkerStartException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static FunctionsHostOptions Read(string[] arguments)
    {
        var options = new FunctionsHostOptions { AppDirectory = "", ConfigureLogging = static logging => logging.AddSimpleConsole(console => console.SingleLine = false) };
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var name = arguments[i];
            var next = i + 1;
            switch (name)
            {
                case "--app" when Value() is var value:
                    options.AppDirectory = value;
                    break;
                case "--port" when Value() is var value:
                    options.Port = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port : throw new FormatException($"'{value}' is no port.");
                    break;
                case "--bind" when Value() is var value:
                    options.BindAddress = value;
                    break;
                case "--data" when Value() is var value:
                    options.DataDirectory = value;
                    break;
                case "--storage" when Value() is var value:
                    options.Storage = Enum.TryParse<FunctionsHostStorage>(value, ignoreCase: true, out var storage) && Enum.IsDefined(storage) ? storage : throw new FormatException($"'{value}' is no storage: use sqlite or azure.");
                    break;
                case "--setting" when Value() is var value:
                    var at = value.IndexOf('=', StringComparison.Ordinal);
                    options.Settings[at > 0 ? value[..at] : throw new FormatException($"'{value}' is no setting: write NAME=VALUE.")] = value[(at + 1)..];
                    break;
                default:
                    throw new FormatException($"'{name}' is not known.");
            }

            string Value() => next < arguments.Length ? arguments[next] : throw new FormatException($"'{name}' needs a value.");
        }

        return options.AppDirectory.Length > 0 ? options : throw new FormatException("--app is missing.");
    }
}
