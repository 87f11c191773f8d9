using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Reports;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace CharacterFanOut.Functions.Http;

/// <summary>A report store, a task hub or an upstream that cannot do what a request needs: answers 503 with its own sentence, where it would be a failure without words.</summary>
internal sealed class UnavailableProblems : IFunctionsWorkerMiddleware
{
    private const string RetryAfterSeconds = "10";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (context.GetHttpContext() is { } http && AnswerTo(e, http.Response) is { } answer)
        {
            context.GetInvocationResult().Value = answer;
        }
    }

    private static IResult? AnswerTo(Exception failure, HttpResponse response) => failure switch
    {
        ReportStoreException store => Unavailable(store.Message, response),

        // Nothing is unavailable: as many ids as the upstream has cannot be had.
        UpstreamException { IsFinal: true } upstream => Problems.Invalid("ids", upstream.Message),
        UpstreamException upstream => Unavailable(upstream.Message, response),
        RpcException { StatusCode: StatusCode.Unavailable } hub => Unavailable(hub.Status.Detail, response),
        AggregateException { InnerException: { } inner } => AnswerTo(inner, response),
        _ => null,
    };

    private static IResult Unavailable(string why, HttpResponse response)
    {
        response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Unavailable(why);
    }
}

/// <summary>What the host says about its task hub with each request, in a header; a caller's own is replaced by the host.</summary>
internal static class HostProblem
{
    private const string Header = "X-FunctionsHost-Problem";

    /// <summary>Why the task hub cannot be written; null when it can, and under a host that does not say.</summary>
    public static string? Of(HttpRequest request) => request.Headers[Header].ToString() is { Length: > 0 } text ? Uri.UnescapeDataString(text) : null;

    /// <summary>A fan-out as it is answered: with its links, and with what the host says is wrong, as far as it concerns a fan-out that is not over.</summary>
    public static FanOutView For(this FanOutView view, HttpRequest request) => view with
    {
        Links = FanOutLinks.Of(FanOutPaths.Root(request), view.Id),
        Problem = (view.IsOver ? null : Of(request)) ?? view.Problem,
    };
}
