using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>Finds the exception types that failures name.</summary>
internal static class FailureTypes
{
    private static readonly ConcurrentDictionary<(string Name, Assembly Near), Type> s_found = new();

    /// <summary>The type of a name: from the runtime, the assembly of the type that is asked about, or else any loaded assembly.</summary>
    /// <returns>The type, or null when it is in none.</returns>
    /// <exception cref="AmbiguousMatchException">It is in several.</exception>
    public static Type? Find(string? name, Type near)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        if (s_found.TryGetValue((name, near.Assembly), out var known))
        {
            return known;
        }

        // What is not found is looked for again: its assembly may be loaded later.
        var type = Type.GetType(name, throwOnError: false) ?? near.Assembly.GetType(name, throwOnError: false) ?? FindLoaded(name);
        return type is null || type.IsCollectible ? type : s_found.GetOrAdd((name, near.Assembly), type);
    }

    private static Type? FindLoaded(string name)
    {
        var matches = AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(name, throwOnError: false))
            .OfType<Type>()
            .ToList();
        return matches switch
        {
            [] => null,
            [var only] => only,
            _ => throw new AmbiguousMatchException(
                $"The failure's type '{name}' is in {matches.Count} loaded assemblies ({string.Join(", ", matches.Select(match => match.Assembly.GetName().Name))}), so that it cannot be told which one failed."),
        };
    }
}
