using System.Globalization;
using System.IO.Pipelines;
using CharacterFanOut.SampleApi.Faults;
using CharacterFanOut.SampleApi.Statistics;
using Microsoft.AspNetCore.Http.Features;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>One request after another: count it, decide its fault, wait its latency, answer it.</summary>
internal sealed class SampleApiApplication(
    ResourceRoutes resources, ControlRoutes control, RequestStatistics statistics, FaultInjector faults, TimeProvider time, CancellationToken stopping)
{
    private const string Json = "application/json; charset=utf-8";

    public Task ProcessAsync(IFeatureCollection features)
    {
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();

        if (request.Path.StartsWith("/_", StringComparison.Ordinal))
        {
            return ControlAsync(features, request);
        }

        long nth = statistics.Begin();
        ApiRoute route = RouteParser.Parse(request.Method, request.Path);
        long id = route.Character;

        if (id != 0)
        {
            nth = statistics.Asked(id);
        }
        else if (route is { Kind: RouteKind.Several, Resource: Data.Resource.Character })
        {
            Array.ForEach(route.Ids, one => statistics.Asked(one));
        }

        Verdict verdict = faults.Decide(id, nth);

        if (verdict.Latency > TimeSpan.Zero || verdict.Hang || verdict.Reset)
        {
            return AnswerLaterAsync(features, request, route, verdict);
        }

        return AnswerAsync(features, request, route, verdict);
    }

    private async Task AnswerLaterAsync(IFeatureCollection features, IHttpRequestFeature request, ApiRoute route, Verdict verdict)
    {
        IHttpRequestLifetimeFeature lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();

        try
        {
            using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(lifetime.RequestAborted, stopping);
            await Task.Delay(verdict.Hang ? Timeout.InfiniteTimeSpan : verdict.Latency, time, gone.Token);
        }
        catch (OperationCanceledException)
        {
            statistics.GaveUp();
            lifetime.Abort();
            return;
        }

        statistics.Delayed(verdict.Latency);

        if (verdict.Reset)
        {
            statistics.GaveUp();
            lifetime.Abort();
            return;
        }

        await AnswerAsync(features, request, route, verdict);
    }

    private Task AnswerAsync(IFeatureCollection features, IHttpRequestFeature request, ApiRoute route, Verdict verdict)
    {
        JsonBuffer buffer = JsonBuffer.Take();
        int status = verdict.Status;
        bool counted = false;

        try
        {
            if (status == 0)
            {
                status = resources.Answer(route, request.QueryString, buffer);
                if (status == 200 && verdict.Malformed != MalformedKind.None)
                {
                    resources.Spoil(route, verdict.Malformed, buffer);
                }
            }
            else
            {
                buffer.WriteError(status == 429 ? Messages.Throttled : Messages.Injected);
            }

            statistics.Answered(status);
            counted = true;
        }
        finally
        {
            if (!counted)
            {
                statistics.GaveUp();
            }
        }

        return SendAsync(features, status, verdict.RetryAfterSeconds, verdict.Malformed == MalformedKind.NotJson ? "text/html" : Json, buffer);
    }

    private async Task ControlAsync(IFeatureCollection features, IHttpRequestFeature request)
    {
        using JsonBody body = await JsonBody.ReadAsync(request, stopping);
        JsonBuffer buffer = JsonBuffer.Take();
        await SendAsync(features, control.Answer(request, body, buffer), null, Json, buffer);
    }

    private static Task SendAsync(IFeatureCollection features, int status, int? retryAfterSeconds, string contentType, JsonBuffer buffer)
    {
        ReadOnlyMemory<byte> body = buffer.Finish();
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.Headers.ContentLength = body.Length;
        response.Headers.AccessControlAllowOrigin = "*";

        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        // The bytes are copied before this returns, even when the flush has to wait: the buffer is free again.
        ValueTask<FlushResult> write = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body, CancellationToken.None);
        return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
    }
}
