using System.Globalization;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>Writes the faults in the form that <see cref="FaultReader"/> reads.</summary>
internal static class FaultWriter
{
    public static void Write(Utf8JsonWriter json, FaultSettings settings)
    {
        json.WriteStartObject();
        json.WriteString("latency"u8, settings.Latency.ToString());
        json.WriteNumber("fail"u8, settings.Fail);
        json.WriteString("throttle"u8, settings.Throttle?.ToString());
        WriteOptional(json, "retryAfter", settings.RetryAfterSeconds, evenNull: true);
        json.WriteNumber("malformed"u8, settings.Malformed);
        json.WriteNumber("hang"u8, settings.Hang);
        json.WriteStartObject("ids"u8);
        foreach ((long id, TargetedFault fault) in settings.Ids.OrderBy(static pair => pair.Key))
        {
            json.WritePropertyName(id.ToString(CultureInfo.InvariantCulture));
            Write(json, fault);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TargetedFault fault)
    {
        json.WriteStartObject();
        WriteOptional(json, "status", fault.Status);
        WriteOptional(json, "retryAfter", fault.RetryAfterSeconds);
        if (fault.Malformed != MalformedKind.None)
        {
            json.WriteString("malformed"u8, JsonNamingPolicy.CamelCase.ConvertName(fault.Malformed.ToString()));
        }

        if (fault.Hang)
        {
            json.WriteBoolean("hang"u8, true);
        }

        if (fault.Reset)
        {
            json.WriteBoolean("reset"u8, true);
        }

        if (fault.Latency is { } latency)
        {
            json.WriteString("latency"u8, latency.ToString());
        }

        WriteOptional(json, "times", fault.Times);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, int? value, bool evenNull = false)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else if (evenNull)
        {
            json.WriteNull(name);
        }
    }
}
