using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>What a trigger carried, gathered when first asked for.</summary>
internal sealed class TriggerBindingContext(InvocationContext context) : BindingContext
{
    private Dictionary<string, object?>? _data;

    public override IReadOnlyDictionary<string, object?> BindingData => _data ??= Gather(context);

    private static Dictionary<string, object?> Gather(InvocationContext context)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (context.Http is { } http)
        {
            foreach (var (name, values) in http.Request.Query)
            {
                data[name] = values.ToString();
            }

            foreach (var (name, value) in http.Request.RouteValues)
            {
                data[name] = value;
            }
        }
        else if (context.Timer is { } timer)
        {
            data["IsPastDue"] = timer.IsPastDue;
        }
        else if ((context.Activity?.InstanceId ?? context.Orchestration?.InstanceId) is { } instanceId)
        {
            data["instanceId"] = instanceId;
        }

        return data;
    }
}
