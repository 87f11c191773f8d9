using System.Security.Cryptography;
using System.Text;
using DurableTask.Sqlite;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FunctionsHost.Durable.Client;

/// <summary>
/// Lets in only who knows the task hub's secret name, which the worker gets with its durable client: the service listens where
/// every user of the machine can connect. In a host that only reads, nobody changes anything.
/// </summary>
internal sealed class TaskHubGuard(DurableOptions options) : Interceptor
{
    /// <summary>The header in which the durable client sends the name.</summary>
    public const string Header = "Durable-TaskHub";

    private static readonly string[] ReadingMethods = ["Hello", "GetInstance", "QueryInstances", "ListInstanceIds", "StreamInstanceHistory"];

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(options.SecretTaskHub);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responseStream, context);
    }

    private void Check(ServerCallContext context)
    {
        var given = Encoding.UTF8.GetBytes(context.RequestHeaders.GetValue(Header) ?? "");
        if (!CryptographicOperations.FixedTimeEquals(given, _expected))
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"The header {Header} does not name this host's task hub."));
        }

        if (options.ReadOnly && !ReadingMethods.Contains(context.Method[(context.Method.LastIndexOf('/') + 1)..]))
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "The task hub is open for reading only: nothing can be started, sent, changed or waited for."));
        }
    }
}

/// <summary>Tells the worker's durable client in words why the task hub's file cannot be used, such as that the disk is full.</summary>
internal sealed class TaskHubErrors : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (TaskHubFileException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
        }
    }
}
