using System.Globalization;
using CharacterFanOut.SampleApi.Faults;
using CharacterFanOut.SampleApi.Statistics;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>Around each request: counts it, decides its fault, waits its latency, and changes its answer.</summary>
internal sealed class FaultFilter(FaultInjector faults, RequestStatistics statistics, CharacterRoutes routes, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        _ = long.TryParse(http.Request.RouteValues["id"] as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id);
        (Fault fault, TimeSpan latency) = faults.Decide(id, statistics.Begin(id));
        Answer? answer = null;
        TimeSpan waited = TimeSpan.Zero;

        try
        {
            if (fault.Hang || latency > TimeSpan.Zero)
            {
                // Timers are late by a millisecond or so: counted is how long it was.
                long from = time.GetTimestamp();
                await Task.Delay(fault.Hang ? Timeout.InfiniteTimeSpan : latency, time, http.RequestAborted);
                waited = time.GetElapsedTime(from);
            }

            if (!fault.Reset)
            {
                answer = ((Answer)(await next(context))!).With(fault, () => routes.CreateWrong(http.Request, id, fault.Malformed));
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone, or the server stops.
        }
        finally
        {
            statistics.End(answer?.Status, waited);
        }

        if (answer is null)
        {
            http.Abort();
        }

        return answer ?? Results.Empty;
    }
}
