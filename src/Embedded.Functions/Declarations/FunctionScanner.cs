using System.Reflection;
using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Declarations;

/// <summary>Finds an app's functions and durable task classes, and checks them.</summary>
internal sealed class FunctionScanner(HostSettings settings, SettingText text)
{
    private const BindingFlags Methods = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly List<string> _problems = [];

    /// <summary>The functions of the given classes, in order of name.</summary>
    /// <exception cref="FunctionDeclarationException">Any is misdeclared.</exception>
    public IReadOnlyList<FunctionDescriptor> Scan(IEnumerable<Type> types)
    {
        var reader = new FunctionReader(settings, text, _problems);
        var functions = new List<FunctionDescriptor>();
        foreach (var type in types.Where(type => type.IsClass && !type.Name.StartsWith('<')))
        {
            foreach (var method in type.GetMethods(Methods))
            {
                if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is { } attribute && reader.Read(attribute.Name, method) is { } function)
                {
                    functions.Add(function);
                }
            }
        }

        CheckNames(functions);
        CheckRoutes(functions);
        return _problems.Count == 0
            ? [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)]
            : throw new FunctionDeclarationException(_problems);
    }

    /// <summary>The classes that are durable tasks themselves.</summary>
    public static IEnumerable<Type> DurableTaskClasses(IEnumerable<Type> types)
        => types.Where(type => type is { IsClass: true, IsAbstract: false }
            && type.IsDefined(typeof(DurableTaskAttribute), inherit: false)
            && (type.IsAssignableTo(typeof(ITaskActivity)) || type.IsAssignableTo(typeof(ITaskOrchestrator))));

    private static bool Overlap(HttpDeclaration one, HttpDeclaration other)
        => one.Methods.Count == 0 || other.Methods.Count == 0 || one.Methods.Intersect(other.Methods, StringComparer.Ordinal).Any();

    private void CheckNames(List<FunctionDescriptor> functions)
    {
        foreach (var twins in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            _problems.Add($"Function '{twins.Key}' is declared {twins.Count()} times ({string.Join(", ", twins.Select(twin => twin.Definition.EntryPoint))}): give each a name of its own.");
        }

        foreach (var kind in (TriggerKind[])[TriggerKind.Activity, TriggerKind.Orchestration])
        {
            var groups = functions.Where(function => function.Trigger == kind)
                .GroupBy(function => function.DurableName, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Select(twin => twin.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1);
            foreach (var twins in groups)
            {
                _problems.Add($"Functions {string.Join(" and ", twins.Select(twin => $"'{twin.Name}'"))} are both the {kind.ToString().ToLowerInvariant()} '{twins.Key}': give each a name of its own.");
            }
        }
    }

    private void CheckRoutes(List<FunctionDescriptor> functions)
    {
        foreach (var clash in functions.Where(function => function.Http is not null).GroupBy(function => RouteReader.Shape(function.Http!.Pattern), StringComparer.Ordinal))
        {
            var same = clash.ToArray();
            for (var i = 0; i < same.Length; i++)
            {
                for (var j = i + 1; j < same.Length; j++)
                {
                    if (Overlap(same[i].Http!, same[j].Http!))
                    {
                        _problems.Add($"Functions '{same[i].Name}' and '{same[j].Name}' both answer /{same[i].Http!.Template}: give one another route or other methods.");
                    }
                }
            }
        }
    }
}
