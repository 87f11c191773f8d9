using System.Globalization;
using System.Text.Json;
using CharacterFanOut.SampleApi.Faults;
using CharacterFanOut.SampleApi.Statistics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>Answers <c>/_stats</c>, <c>/_reset</c> and <c>/_faults</c>, which are neither counted nor faulty.</summary>
internal sealed class ControlRoutes(RequestStatistics statistics, FaultState faults)
{
    /// <summary>Writes the answer.</summary>
    /// <returns>Its status.</returns>
    public int Answer(IHttpRequestFeature request, JsonBody body, JsonBuffer buffer)
    {
        switch (request.Method, request.Path)
        {
            case ("GET", "/_stats"):
                bool perId = QueryHelpers.ParseQuery(request.QueryString).TryGetValue("perId", out var asked)
                    && string.Equals(asked, "true", StringComparison.OrdinalIgnoreCase);
                WriteStatistics(buffer.Json, perId);
                return 200;
            case ("POST", "/_reset"):
                statistics.Reset();
                faults.Refill();
                WriteStatistics(buffer.Json, perId: false);
                return 200;
            case ("GET", "/_faults"):
                break;
            case ("DELETE", "/_faults"):
                faults.Restore();
                break;
            case ("POST", "/_faults"):
                if (Change(body) is { } error)
                {
                    buffer.WriteError(error);
                    return 400;
                }

                break;
            default:
                buffer.WriteError("There are GET /_stats, GET /_stats?perId=true, POST /_reset, GET /_faults, POST /_faults and DELETE /_faults.");
                return 404;
        }

        FaultWriter.Write(buffer.Json, faults.Settings);
        return 200;
    }

    private string? Change(JsonBody body)
    {
        if (body.Root is not { } change)
        {
            return body.Error ?? "There is no body. Send a JSON object, such as {\"fail\":0.1}.";
        }

        try
        {
            faults.Replace(FaultReader.Read(change, faults.Settings));
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private void WriteStatistics(Utf8JsonWriter json, bool perId)
    {
        json.WriteStartObject();
        json.WriteNumber("requests"u8, statistics.Requests);
        json.WriteNumber("inFlight"u8, statistics.InFlight);
        json.WriteNumber("maxInFlight"u8, statistics.MaxInFlight);
        json.WriteNumber("unanswered"u8, statistics.Unanswered);
        json.WriteNumber("totalLatencyMs"u8, statistics.LatencyMilliseconds);
        json.WriteStartObject("byStatus"u8);
        foreach ((int status, long count) in statistics.ByStatus())
        {
            json.WriteNumber(status.ToString(CultureInfo.InvariantCulture), count);
        }

        json.WriteEndObject();

        if (perId)
        {
            json.WriteStartObject("perId"u8);
            foreach ((long id, int count) in statistics.PerId())
            {
                json.WriteNumber(id.ToString(CultureInfo.InvariantCulture), count);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
