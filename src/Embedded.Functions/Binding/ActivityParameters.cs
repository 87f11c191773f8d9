using System.Reflection;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Binding;

/// <summary>Binds the parameters of an activity.</summary>
internal sealed class ActivityParameters(string function, ParameterInfo trigger, List<string> problems)
    : FunctionParameters(function, trigger, problems)
{
    private const string InstanceId = "instanceId";

    /// <summary>What the activity's input is read as.</summary>
    public Type InputType => Trigger.ParameterType == typeof(TaskActivityContext) ? typeof(object) : Trigger.ParameterType;

    protected override ParameterBinder? BindTrigger()
        => Trigger.ParameterType == typeof(TaskActivityContext)
            ? context => new(context.Activity)
            : Payloads.Cannot(Trigger.ParameterType)
                ? Problem($"takes its input '{Trigger.Name}' as {Trigger.ParameterType.Name}, which is not read from JSON: make it a value, a record or a class of your own, or TaskActivityContext.")
                : context => new(context.Input);

    protected override ParameterBinder? BindOther(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(TaskActivityContext))
        {
            return context => new(context.Activity);
        }

        return parameter.ParameterType == typeof(string) && string.Equals(parameter.Name, InstanceId, StringComparison.OrdinalIgnoreCase)
            ? context => new(context.Activity!.InstanceId)
            : Unbindable(parameter, "an activity offers its input, string instanceId, FunctionContext, CancellationToken and [DurableClient]");
    }
}
