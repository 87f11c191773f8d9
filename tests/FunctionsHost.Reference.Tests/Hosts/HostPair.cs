using System.Text.Json;
using FunctionsHost.Durable;
using FunctionsHost.Hosting;
using FunctionsHost.Worker;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsHost.Reference.Tests.Hosts;

/// <summary>A host that answers calls: the one that is tested, or the reference.</summary>
/// <param name="Name">Which it is.</param>
/// <param name="Http">Reaches its management API.</param>
/// <param name="Client">A durable client as workers have it.</param>
/// <param name="ClientBinding">The text that a function with a durable client gets.</param>
internal sealed record Host(string Name, HttpClient Http, DurableTaskClient Client, string ClientBinding);

/// <summary>FunctionsHost and the reference, each with a worker process of its own and an empty task hub.</summary>
public sealed class HostPair : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("functions-host-reference-");
    private readonly List<GrpcChannel> _channels = [];
    private FunctionsAppHost? _tested;
    private FunctionsAppHost? _workerOfReference;
    private ReferenceHost? _reference;

    internal Host Tested { get; private set; } = null!;

    internal Host Reference { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var starts = new[] { StartAsync("tested"), StartAsync("worker") };
        await Task.WhenAll(starts);
        _tested = await starts[0];
        _workerOfReference = await starts[1];

        var binding = _tested.Services.GetRequiredService<IInputBindingSource>().GetValue(null!);
        Tested = new Host("FunctionsHost", new HttpClient { BaseAddress = _tested.BaseAddress }, NewClient(binding), binding);

        var address = new Uri("http://127.0.0.1:1/");
        _reference = await ReferenceHost.StartAsync(_workerOfReference.Services.GetRequiredService<IFunctionInvoker>(), _folder.FullName, address);
        Reference = new Host("the reference", new HttpClient(_reference.CreateHandler()) { BaseAddress = address }, NewClient(_reference.ClientBinding), _reference.ClientBinding);
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(static channel => channel.Dispose());
        Tested?.Http.Dispose();
        Reference?.Http.Dispose();
        if (_reference is not null)
        {
            await _reference.DisposeAsync();
        }

        foreach (var host in new[] { _tested, _workerOfReference })
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }
        }

        _folder.Delete(recursive: true);
    }

    private Task<FunctionsAppHost> StartAsync(string name)
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var options = new FunctionsHostOptions
        {
            AppDirectory = Path.GetFullPath(Path.Combine(own, "..", "..", "FunctionsHost.TestApp", Path.GetFileName(own))),
            DataDirectory = Path.Combine(_folder.FullName, name),
            Port = 0,
        };
        options.Settings["AzureFunctionsJobHost__extensions__durableTask__storeInputsInOrchestrationHistory"] = "true";
        options.Settings["TEST_SCHEDULE"] = "0 0 0 1 1 *";
        return FunctionsAppHost.StartAsync(options, TestContext.Current.CancellationToken);
    }

    // Made of the binding as the worker makes it.
    private GrpcDurableTaskClient NewClient(string binding)
    {
        var members = JsonSerializer.Deserialize<JsonElement>(binding);
        var channel = GrpcChannel.ForAddress(members.GetProperty("rpcBaseUrl").GetString()!);
        _channels.Add(channel);
        var calls = channel.Intercept(headers =>
        {
            headers.Add("Durable-TaskHub", members.GetProperty("taskHubName").GetString()!);
            return headers;
        });
        return new GrpcDurableTaskClient("client", new GrpcDurableTaskClientOptions { CallInvoker = calls }, NullLogger.Instance);
    }
}
