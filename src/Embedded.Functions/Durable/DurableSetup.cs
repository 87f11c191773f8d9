using System.Reflection;
using EmbeddedFunctions.Declarations;
using EmbeddedFunctions.DurableTask;
using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Keys;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Durable;

/// <summary>Gives the engine the app's activities and orchestrators.</summary>
internal static class DurableSetup
{
    public static void Add(IServiceCollection services, HostSettings settings, FunctionTable table, IEnumerable<Type> classes)
    {
        services.AddSingleton<ManagementAddresses>();

        // Before the engine's own registration: a client taken from the services also knows the management addresses.
        services.AddSingleton<DurableTaskClient>(provider => new FunctionsDurableTaskClient(
            provider.GetRequiredService<DurableTaskEngine>().Client,
            provider.GetRequiredService<ManagementAddresses>()));
        services.AddEmbeddedDurableTask(Registry(table, classes), options => Configure(options, settings, table));
        services.AddHostedService<EngineService>();
    }

    private static DurableTaskRegistry Registry(FunctionTable table, IEnumerable<Type> classes)
    {
        var registry = new DurableTaskRegistry();
        foreach (var function in table.Functions)
        {
            if (function.Trigger == TriggerKind.Activity)
            {
                registry.AddActivity(function.DurableName, services => new FunctionActivity(table.Executor(function), services, services.GetRequiredService<HostDrain>()));
            }
            else if (function.Trigger == TriggerKind.Orchestration)
            {
                AddOrchestrator(registry, function, table);
            }
        }

        // A source generator wraps each class in a function of the same name, which then stands for it.
        foreach (var type in classes.Where(type => !IsWrapped(type, table)))
        {
            if (type.IsAssignableTo(typeof(ITaskActivity)))
            {
                registry.AddActivity(type);
            }
            else
            {
                registry.AddOrchestrator(type);
            }
        }

        return registry;
    }

    private static bool IsWrapped(Type type, FunctionTable table)
    {
        var name = type.GetCustomAttribute<DurableTaskAttribute>()!.Name.Name ?? type.Name;
        var kind = type.IsAssignableTo(typeof(ITaskActivity)) ? TriggerKind.Activity : TriggerKind.Orchestration;
        return table.Functions.Any(function => function.Trigger == kind && string.Equals(function.DurableName, name, StringComparison.OrdinalIgnoreCase));
    }

    private static void AddOrchestrator(DurableTaskRegistry registry, FunctionDescriptor function, FunctionTable table)
        => registry.AddOrchestrator(function.DurableName, () => new FunctionOrchestrator(table.Executor(function), table.Services));

    private static void Configure(DurableTaskEngineOptions options, HostSettings settings, FunctionTable table)
    {
        options.DataConverter = new WorkerDataConverter(() => table.Services);
        options.TaskHubName = settings.TaskHub;
        options.DrainTimeout = HostDrain.Limit;
        options.MaxConcurrentActivities = settings.MaxConcurrentActivities ?? options.MaxConcurrentActivities;
        options.MaxConcurrentOrchestrators = settings.MaxConcurrentOrchestrators ?? options.MaxConcurrentOrchestrators;
        options.ExtendedSessionsEnabled = settings.ExtendedSessionsEnabled ?? options.ExtendedSessionsEnabled;
        options.ExtendedSessionIdleTimeout = settings.ExtendedSessionIdleTimeout ?? options.ExtendedSessionIdleTimeout;
        if (!settings.InMemory)
        {
            Directory.CreateDirectory(settings.DataDirectory);
            options.DatabasePath = Path.Combine(settings.DataDirectory, $"{FileName(settings.TaskHub)}.db");
        }
    }

    private static string FileName(string hub)
        => string.Concat(hub.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
}
