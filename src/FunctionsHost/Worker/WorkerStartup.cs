using System.Net.Sockets;
using FunctionsHost.Worker.Protocol;

namespace FunctionsHost.Worker;

/// <summary>What a worker is asked from its connection to its first invocation.</summary>
internal sealed class WorkerStartup(FunctionTable functions)
{
    private const string HostVersion = "4.1037.0";
    private const string HttpUriCapability = "HttpUri";

    /// <summary>Waits for the worker to connect and load its functions.</summary>
    /// <exception cref="WorkerStartException">The worker says that it cannot.</exception>
    /// <exception cref="FunctionDeclarationException">Functions are misdeclared.</exception>
    /// <exception cref="WorkerUnavailableException">It is gone before it could.</exception>
    public async Task<WorkerChannel> RunAsync(WorkerAttempt attempt, CancellationToken cancellationToken)
    {
        var channel = await attempt.Connected.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var directory = functions.AppDirectory;
        var answer = await channel.AskAsync(new() { WorkerInitRequest = new() { HostVersion = HostVersion, WorkerDirectory = directory, FunctionAppDirectory = directory } }, cancellationToken).ConfigureAwait(false);
        Check(answer.WorkerInitResponse?.Result, "The worker cannot initialize");
        answer.WorkerInitResponse!.Capabilities.TryGetValue(HttpUriCapability, out var httpUri);

        answer = await channel.AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = directory } }, cancellationToken).ConfigureAwait(false);
        Check(answer.FunctionMetadataResponse?.Result, "The worker cannot list its functions");
        var metadata = answer.FunctionMetadataResponse!.FunctionMetadataResults;
        functions.Load(metadata);

        var loaded = metadata.Where(function => functions.Runs(function.Name)).ToArray();
        if (functions.Functions.FirstOrDefault(known => !loaded.Any(function => string.Equals(function.Name, known.Name, StringComparison.OrdinalIgnoreCase))) is { } missing)
        {
            throw new WorkerStartException($"The worker no longer has the function '{missing.Name}': the app has changed. Start the host again.");
        }

        var results = await Task.WhenAll(loaded.Select(function => LoadAsync(channel, function, cancellationToken))).ConfigureAwait(false);
        if (results.OfType<string>().ToArray() is { Length: > 0 } problems)
        {
            throw new FunctionDeclarationException(problems);
        }

        channel.FunctionIds = loaded.ToDictionary(function => function.Name, function => function.FunctionId, StringComparer.OrdinalIgnoreCase);
        if (httpUri is { Length: > 0 })
        {
            channel.HttpUri = Uri.TryCreate(httpUri, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
                ? address
                : throw new WorkerStartException($"The worker says that it answers HTTP at '{httpUri}', which is no address.");
            await WaitForPortAsync(channel.HttpUri, cancellationToken).ConfigureAwait(false);
        }

        return channel;
    }

    private async Task<string?> LoadAsync(WorkerChannel channel, RpcFunctionMetadata function, CancellationToken cancellationToken)
    {
        // A worker whose functions are listed in a file, not in generated code, knows them by this alone.
        foreach (var binding in functions.Find(function.Name)!.Definition.Bindings)
        {
            function.Bindings[binding.Name] = Info(binding);
        }

        var answer = await channel.AskAsync(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } }, cancellationToken).ConfigureAwait(false);
        return Problem(answer.FunctionLoadResponse?.Result) is { } problem ? $"Function '{function.Name}' cannot be loaded by the worker: {problem}" : null;
    }

    private static BindingInfo Info(FunctionBinding binding)
    {
        var info = new BindingInfo { Type = binding.Type, Direction = Enum<BindingInfo.Types.Direction>("direction"), DataType = Enum<BindingInfo.Types.DataType>("dataType") };
        if (binding.Properties.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                info.Properties[property.Name] = property.Value.ToString();
            }
        }

        return info;

        T Enum<T>(string name)
            where T : struct, Enum
            => binding.Properties.TryGetProperty(name, out var value) && System.Enum.TryParse<T>(value.ToString(), ignoreCase: true, out var known) ? known : default;
    }

    private static void Check(StatusResult? result, string what)
    {
        if (Problem(result) is { } problem)
        {
            throw new WorkerStartException($"{what}: {problem}");
        }
    }

    private static string? Problem(StatusResult? result) => result switch
    {
        null => "it gave an answer that is none.",
        { Status: StatusResult.Types.Status.Success } => null,
        { Exception.Message.Length: > 0 } => result.Exception.Message,
        _ => result.Result,
    };

    // The worker names its port before it listens there.
    private static async Task WaitForPortAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(5, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
