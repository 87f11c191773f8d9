using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Binding;

/// <summary>Binds the parameters of a timer-triggered function.</summary>
internal sealed class TimerParameters(string function, ParameterInfo trigger, List<string> problems)
    : FunctionParameters(function, trigger, problems)
{
    protected override ParameterBinder? BindTrigger()
        => Trigger.ParameterType == typeof(TimerInfo)
            ? context => new(context.Timer)
            : Problem($"has a timer trigger on '{Trigger.Name}', whose type is {Trigger.ParameterType.Name}: make it TimerInfo.");

    protected override ParameterBinder? BindOther(ParameterInfo parameter)
        => Unbindable(parameter, "a timer offers TimerInfo, FunctionContext, CancellationToken and [DurableClient]");
}
