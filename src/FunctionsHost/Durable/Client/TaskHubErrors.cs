using DurableTask.Sqlite;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FunctionsHost.Durable.Client;

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
