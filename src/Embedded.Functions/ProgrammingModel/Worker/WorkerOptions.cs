using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the worker reads and writes values.</summary>
public class WorkerOptions
{
    /// <summary>
    /// Reads and writes the JSON of <c>HttpRequestData</c>, <c>HttpResponseData</c> and everything durable.
    /// <value>System.Text.Json, with the app's <see cref="System.Text.Json.JsonSerializerOptions"/>, unless set.</value>
    /// </summary>
    public ObjectSerializer? Serializer { get; set; }

    /// <summary>What the worker tells its host that it can do. The embedded host needs no telling.</summary>
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>
    {
        [nameof(EnableUserCodeException)] = bool.TrueString,
        [nameof(IncludeEmptyEntriesInMessagePayload)] = bool.TrueString,
    };

    /// <summary>Whether a function's own exception is shown rather than one that wraps it: always so here.</summary>
    public bool EnableUserCodeException
    {
        get => Has(nameof(EnableUserCodeException));
        set => Set(nameof(EnableUserCodeException), value);
    }

    /// <summary>Whether empty entries of a message are passed on: always so here.</summary>
    public bool IncludeEmptyEntriesInMessagePayload
    {
        get => Has(nameof(IncludeEmptyEntriesInMessagePayload));
        set => Set(nameof(IncludeEmptyEntriesInMessagePayload), value);
    }

    private bool Has(string capability) => Capabilities.TryGetValue(capability, out var text) && bool.TryParse(text, out var has) && has;

    private void Set(string capability, bool has)
    {
        if (has)
        {
            Capabilities[capability] = bool.TrueString;
        }
        else
        {
            Capabilities.Remove(capability);
        }
    }
}
