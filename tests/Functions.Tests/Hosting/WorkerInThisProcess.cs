using FunctionsHost.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace CharacterFanOut.Functions.Tests.Hosting;

/// <summary>
/// Runs the app as a worker in this process, beside others: what a worker gets as environment variables, which the whole process has in common,
/// comes on its command line instead.
/// </summary>
/// <param name="configure">Changes the app.</param>
internal sealed class WorkerInThisProcess(Action<FunctionsApplicationBuilder> configure) : IWorkerLauncher
{
    // The packages read this one from the environment alone. Functions are generated code here, so that any folder will do.
    static WorkerInThisProcess() => Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", AppContext.BaseDirectory);

    public IRunningWorker Launch(WorkerStart start)
    {
        string[] settings = [.. start.Environment.Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}")];
        var launcher = new InProcessWorkerLauncher(async (arguments, cancellationToken) =>
        {
            var builder = FanOutApplication.CreateBuilder([.. arguments, .. settings]);
            configure(builder);
            using var app = builder.Build();
            await app.RunAsync(cancellationToken);
        });
        return launcher.Launch(start with { Environment = new Dictionary<string, string>() });
    }
}
