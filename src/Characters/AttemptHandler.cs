using System.Globalization;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Characters;

/// <summary>
/// The innermost handler: one request and its whole body. Reading the body here, and not after the pipeline, puts it under the
/// attempt's timeout, and makes a connection that breaks in the middle of a body a failure that is retried.
/// </summary>
internal sealed class AttemptHandler(IOptions<CharacterApiOptions> options, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(FetchTrace.Key, out FetchTrace? trace))
        {
            trace = new FetchTrace();
        }

        trace.Attempts++;
        trace.RetryAfter = null;
        trace.LastOutcome = null;
        HttpResponseMessage? response = null;

        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(options.Value.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
            trace.RetryAfter = RetryAfter.Of(response, time);
            trace.LastOutcome = string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}");
            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            trace.LastOutcome = exception is OperationCanceledException ? "no answer in time" : Failures.Describe(exception);
            throw;
        }
    }
}
