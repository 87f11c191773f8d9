using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Engine;

/// <summary>The registered orchestrators and activities, by name; names are compared without regard to case.</summary>
internal sealed class TaskTable
{
    private readonly Dictionary<string, Func<IServiceProvider, ITaskActivity>> activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<IServiceProvider, ITaskOrchestrator>> orchestrators = new(StringComparer.OrdinalIgnoreCase);

    public TaskTable(DurableTaskRegistry registry)
    {
        foreach ((TaskName name, Func<IServiceProvider, ITaskActivity> factory) in registry.GetActivities())
        {
            this.activities.Add(name.Name, factory);
        }

        foreach ((TaskName name, Func<IServiceProvider, ITaskOrchestrator> factory) in registry.GetOrchestrators())
        {
            this.orchestrators.Add(name.Name, factory);
        }
    }

    public Func<IServiceProvider, ITaskActivity>? FindActivity(string name) => this.activities.GetValueOrDefault(name);

    public Func<IServiceProvider, ITaskOrchestrator>? FindOrchestrator(string name) => this.orchestrators.GetValueOrDefault(name);
}
