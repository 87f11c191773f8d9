using System.Text.Json;
using FunctionsHost.Durable.Client;
using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharacterFanOut.Functions.Tests.Hosting;

/// <summary>The durable client of the app's functions, outside of them.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly GrpcChannel channel;

    /// <param name="address">Where the host listens for its worker.</param>
    /// <param name="secretTaskHub">The task hub's secret name.</param>
    public HubClient(Uri address, string secretTaskHub)
    {
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add(TaskHubGuard.Header, secretTaskHub);
        channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpClient = http, DisposeHttpClient = true });
        Client = new GrpcDurableTaskClient("test", new GrpcDurableTaskClientOptions { Channel = channel, DataConverter = new JsonDataConverter(JsonSerializerOptions.Web) }, NullLogger.Instance);
    }

    public DurableTaskClient Client { get; }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        channel.Dispose();
    }
}
