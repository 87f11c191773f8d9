using System.Security.Cryptography;
using System.Text;
using FunctionsHost.Worker.Protocol;
using Grpc.Core;

namespace FunctionsHost.Worker;

/// <summary>
/// Where workers connect. Whoever knows the id that the host gave to the worker it has just started is that worker; everybody else, and a
/// second one with the same id, is refused.
/// </summary>
internal sealed class FunctionRpcService(WorkerSupervisor supervisor) : FunctionRpc.FunctionRpcBase
{
    private static readonly TimeSpan IntroductionTimeout = TimeSpan.FromSeconds(10);

    public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        using var introduction = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        introduction.CancelAfter(IntroductionTimeout);
        var introduced = await requestStream.MoveNext(introduction.Token).ConfigureAwait(false);
        if (!introduced || requestStream.Current.StartStream is not { } start || supervisor.Accept(id => Same(id, start.WorkerId)) is not { } channel)
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host did not start that worker."));
        }

        await channel.RunAsync(requestStream, responseStream, context.CancellationToken).ConfigureAwait(false);
    }

    private static bool Same(string expected, string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
