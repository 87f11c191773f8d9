using System.Reflection;
using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Binding;

/// <summary>Binds a function's parameters: what every trigger offers here, the rest in its own class.</summary>
internal abstract class FunctionParameters(string function, ParameterInfo trigger, List<string> problems)
{
    private static readonly ParameterBinder Nothing = _ => default;

    protected string Function { get; } = function;

    protected ParameterInfo Trigger { get; } = trigger;

    /// <summary>A binder for each parameter, in order.</summary>
    public IReadOnlyList<ParameterBinder> Bind(MethodInfo method, HostSettings settings)
        => [.. method.GetParameters().Select(parameter => BindOne(parameter, settings) ?? Nothing)];

    /// <summary>The trigger's own parameter; null after a problem.</summary>
    protected abstract ParameterBinder? BindTrigger();

    /// <summary>A parameter that only this trigger offers; null after a problem.</summary>
    protected abstract ParameterBinder? BindOther(ParameterInfo parameter);

    /// <summary>The durable client, where this trigger may have it; null after a problem.</summary>
    protected virtual ParameterBinder? BindClient(ParameterInfo parameter)
        => context => new(context.InstanceServices.GetRequiredService<DurableTaskClient>());

    protected ParameterBinder? Problem(string what)
    {
        problems.Add($"Function '{Function}' {what}");
        return null;
    }

    protected ParameterBinder? Unbindable(ParameterInfo parameter, string offered)
        => Problem($"has the parameter '{parameter.Name}' of type {parameter.ParameterType.Name}, which nothing binds: {offered}, or take a service through the constructor of its class.");

    private ParameterBinder? BindOne(ParameterInfo parameter, HostSettings settings)
    {
        if (parameter.Position == Trigger.Position)
        {
            return BindTrigger();
        }

        if (parameter.GetCustomAttribute<DurableClientAttribute>() is { } client)
        {
            return BindClient(parameter, client, settings);
        }

        if (parameter.ParameterType == typeof(DurableTaskClient))
        {
            return Problem($"takes a DurableTaskClient as '{parameter.Name}' without saying so: mark it with [DurableClient].");
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return context => new(context);
        }

        return parameter.ParameterType == typeof(CancellationToken)
            ? context => new(context.CancellationToken)
            : BindOther(parameter);
    }

    private ParameterBinder? BindClient(ParameterInfo parameter, DurableClientAttribute attribute, HostSettings settings)
    {
        if (parameter.ParameterType != typeof(DurableTaskClient))
        {
            return Problem($"marks '{parameter.Name}' with [DurableClient], whose type is {parameter.ParameterType.Name}: make it DurableTaskClient.");
        }

        return attribute.TaskHub is { } hub && !hub.Contains('%', StringComparison.Ordinal) && !string.Equals(hub, settings.TaskHub, StringComparison.OrdinalIgnoreCase)
            ? Problem($"asks for the task hub '{hub}', and this host has '{settings.TaskHub}': leave TaskHub out, or change hubName in host.json.")
            : BindClient(parameter);
    }
}
