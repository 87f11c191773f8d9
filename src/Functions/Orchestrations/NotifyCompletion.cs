using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CharacterFanOut.Functions.Reports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Tells somebody that a fan-out is over: one POST of the report's summary, with the body's HMAC-SHA256 in
/// <c>X-FanOut-Signature: sha256={hex}</c>. Anything but a 2xx throws, so that Durable tries again.
/// </summary>
public sealed class NotifyCompletion(IHttpClientFactory clients, FanOutResults results, IOptions<FanOutOptions> options)
{
    public const string ClientName = "Notify";

    /// <summary>The header that carries the signature.</summary>
    public const string SignatureHeader = "X-FanOut-Signature";

    [Function(nameof(NotifyCompletion))]
    public async Task RunAsync([ActivityTrigger] NotifyInput notice, CancellationToken cancellation)
    {
        var report = await results.LoadReportAsync(notice.FanOutId, cancellation)
            ?? throw new InvalidOperationException($"Fan-out {notice.FanOutId} has no report to tell of.");
        var body = JsonSerializer.SerializeToUtf8Bytes(ReportSummary.Of(report), JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, notice.Uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        request.Headers.Add(SignatureHeader, Sign(body, options.Value.NotifyKey));
        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{notice.Uri.Host} answered {(int)response.StatusCode} to the notice of fan-out {notice.FanOutId}.", null, response.StatusCode);
        }
    }

    /// <summary>The signature of a body.</summary>
    internal static string Sign(byte[] body, string key) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body))}";
}

/// <summary>Whom to tell that a fan-out is over.</summary>
/// <param name="Uri">Whom to tell.</param>
public sealed record NotifyInput(string FanOutId, Uri Uri);
