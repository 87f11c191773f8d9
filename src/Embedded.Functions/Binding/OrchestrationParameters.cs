using System.Reflection;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Binding;

/// <summary>Binds the parameters of an orchestrator.</summary>
internal sealed class OrchestrationParameters(string function, ParameterInfo trigger, List<string> problems)
    : FunctionParameters(function, trigger, problems)
{
    private string? _input;

    /// <summary>What the orchestrator's input is read as, when a parameter takes it.</summary>
    public Type InputType { get; private set; } = typeof(object);

    protected override ParameterBinder? BindTrigger()
        => Trigger.ParameterType == typeof(TaskOrchestrationContext)
            ? context => new(context.Orchestration)
            : Problem($"has an orchestration trigger on '{Trigger.Name}', whose type is {Trigger.ParameterType.Name}: make it TaskOrchestrationContext.");

    protected override ParameterBinder? BindOther(ParameterInfo parameter)
    {
        if (Payloads.Cannot(parameter.ParameterType))
        {
            return Problem($"has the parameter '{parameter.Name}' of type {parameter.ParameterType.Name}, which is not read from JSON, so that it cannot be the orchestrator's input: for a log call CreateReplaySafeLogger on the context, and leave services to activities.");
        }

        if (_input is not null)
        {
            return Unbindable(parameter, $"'{_input}' takes the orchestrator's input already");
        }

        _input = parameter.Name;
        InputType = parameter.ParameterType;
        return context => new(context.Input);
    }

    protected override ParameterBinder? BindClient(ParameterInfo parameter)
        => Problem($"is an orchestrator and takes a durable client as '{parameter.Name}', which would make it non-deterministic: use the client in an activity.");
}
