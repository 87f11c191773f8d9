using System.Reflection;
using System.Text.RegularExpressions;
using EmbeddedFunctions.Binding;
using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Http;
using EmbeddedFunctions.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace EmbeddedFunctions.Declarations;

/// <summary>Reads one function off its method; what is wrong with it goes to the list of problems.</summary>
internal sealed partial class FunctionReader(HostSettings settings, SettingText text, List<string> problems)
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    public FunctionDescriptor? Read(string name, MethodInfo method)
    {
        var before = problems.Count;
        CheckMethod(name, method);
        var triggers = method.GetParameters().Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute))).ToArray();
        if (triggers.Length == 0)
        {
            problems.Add($"Function '{name}' has no trigger: mark one parameter of {Place(method)} with [HttpTrigger], [TimerTrigger], [ActivityTrigger] or [OrchestrationTrigger].");
        }
        else if (triggers.Length > 1)
        {
            problems.Add($"Function '{name}' has {triggers.Length} triggers ({string.Join(", ", triggers.Select(trigger => trigger.Name))}): a function has one, so split {Place(method)} in two.");
        }

        return problems.Count == before ? ReadTriggered(name, method, triggers[0]) : null;
    }

    private static string Place(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();

    private void CheckMethod(string name, MethodInfo method)
    {
        if (!ValidName().IsMatch(name ?? ""))
        {
            problems.Add($"Function '{name}' ({Place(method)}) has a name that cannot be used: begin with a letter, then letters, digits, _ and -, up to 128.");
        }

        if (!method.IsPublic)
        {
            problems.Add($"Function '{name}' is not public: make {Place(method)} public.");
        }

        if (method.ContainsGenericParameters || method.DeclaringType!.ContainsGenericParameters)
        {
            problems.Add($"Function '{name}' is generic: the host cannot choose type arguments for {Place(method)}, so make it a plain method of a plain class.");
        }

        if (!method.IsStatic && method.DeclaringType!.IsAbstract)
        {
            problems.Add($"Function '{name}' is an instance method of an abstract class: make {Place(method)} static or its class concrete.");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(System.Runtime.CompilerServices.AsyncStateMachineAttribute)))
        {
            problems.Add($"Function '{name}' is async void, so its end and its errors would be lost: make {Place(method)} return Task.");
        }

        if (method.IsDefined(typeof(RetryAttribute)) && !method.GetParameters().Any(parameter => parameter.IsDefined(typeof(TimerTriggerAttribute))))
        {
            problems.Add($"Function '{name}' declares a retry, which only timer functions have: take the attribute off {Place(method)}, and retry activities with a RetryPolicy.");
        }

        if (Array.Find(method.GetParameters(), parameter => parameter.ParameterType.IsByRef) is { } byRef)
        {
            problems.Add($"Function '{name}' takes '{byRef.Name}' by reference: take it by value.");
        }
    }

    private FunctionDescriptor? ReadTriggered(string name, MethodInfo method, ParameterInfo triggered)
    {
        var trigger = triggered.GetCustomAttribute<TriggerBindingAttribute>()!;
        var before = problems.Count;
        FunctionDescriptor? function = null;
        var definition = new DeclaredFunctionDefinition(name, method);
        switch (trigger)
        {
            case HttpTriggerAttribute http:
                var (declaration, problem) = RouteReader.Read(name, http, settings, text);
                if (problem is not null)
                {
                    problems.Add(problem);
                    break;
                }

                HttpResults.Check(name, method, problems);
                var httpBinders = new HttpParameters(name, declaration!, triggered, problems).Bind(method, settings);
                function = new() { Name = name, DurableName = name, Method = method, Trigger = TriggerKind.Http, Http = declaration, Binders = httpBinders, Definition = definition };
                break;
            case TimerTriggerAttribute timer:
                var timerBinders = new TimerParameters(name, triggered, problems).Bind(method, settings);
                function = ReadSchedule(name, timer, method.GetCustomAttribute<RetryAttribute>()) is { } schedule
                    ? new() { Name = name, DurableName = name, Method = method, Trigger = TriggerKind.Timer, Timer = schedule, Binders = timerBinders, Definition = definition }
                    : null;
                break;
            case ActivityTriggerAttribute activity:
                var activityParameters = new ActivityParameters(name, triggered, problems);
                function = new() { Name = name, DurableName = activity.Activity ?? name, Method = method, Trigger = TriggerKind.Activity, Binders = activityParameters.Bind(method, settings), InputType = activityParameters.InputType, Definition = definition };
                break;
            case OrchestrationTriggerAttribute orchestration:
                var orchestrationParameters = new OrchestrationParameters(name, triggered, problems);
                function = new() { Name = name, DurableName = orchestration.Orchestration ?? name, Method = method, Trigger = TriggerKind.Orchestration, Binders = orchestrationParameters.Bind(method, settings), InputType = orchestrationParameters.InputType, Definition = definition };
                break;
            default:
                problems.Add($"Function '{name}' has the trigger {trigger.GetType().Name}, which this host does not run: it runs HTTP, timer, activity and orchestration triggers.");
                break;
        }

        return problems.Count == before ? function : null;
    }

    private TimerDeclaration? ReadSchedule(string name, TimerTriggerAttribute timer, RetryAttribute? retry)
    {
        try
        {
            var schedule = TimerSchedule.Parse(text.Expand(timer.Schedule ?? ""), settings.TimeZone);
            return new TimerDeclaration(schedule, timer.RunOnStartup, timer.UseMonitor && schedule.ShortestInterval >= ShortestMonitored, ReadRetry(name, retry));
        }
        catch (FormatException e)
        {
            problems.Add($"Function '{name}' has a schedule that cannot be used: {e.Message}.");
            return null;
        }
    }

    private TimerRetry? ReadRetry(string name, RetryAttribute? retry)
    {
        try
        {
            return retry is null ? null : TimerRetry.Read(retry);
        }
        catch (FormatException e)
        {
            problems.Add($"Function '{name}' has a retry that cannot be used: {e.Message}.");
            return null;
        }
    }
}
