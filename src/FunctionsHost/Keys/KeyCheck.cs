using System.Net;

namespace FunctionsHost.Keys;

/// <summary>Refuses to start a host that anybody could use, or that nobody could.</summary>
internal static class KeyCheck
{
    /// <exception cref="InvalidOperationException">Keys are missing; the message says which.</exception>
    public static void Run(HostSettings settings, KeyRing keys, IEnumerable<DeclaredFunction> functions)
    {
        var open = IPAddress.IsLoopback(settings.BindAddress);
        if (!keys.Any)
        {
            if (!open)
            {
                throw new InvalidOperationException($"The host would be bound to {settings.BindAddress} without keys, open to everybody who can reach it: set {KeyRing.Section}:Host and {KeyRing.Section}:System, or bind to 127.0.0.1.");
            }

            return;
        }

        if (!open && keys.Short.Count > 0)
        {
            throw new InvalidOperationException($"The host would be bound to {settings.BindAddress} with keys that can be guessed, {string.Join(", ", keys.Short)}: make each {KeyRing.MinLength} random characters or more, or bind to 127.0.0.1.");
        }

        var missing = functions.Where(function => function.Http is { Level: not AuthorizationLevel.Anonymous } http && !keys.CanOpen(http.Level, function.Name))
            .Select(function => $"function '{function.Name}' ({KeyRing.Section}:{Fix(function.Http!.Level)})").ToList();
        if (!keys.CanOpen(AuthorizationLevel.System, null))
        {
            missing.Add($"durable management ({KeyRing.Section}:System)");
        }

        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"Keys are set, but no key opens {string.Join(", ", missing)}: add the keys in brackets.");
        }
    }

    private static string Fix(AuthorizationLevel level) => level switch
    {
        AuthorizationLevel.Function => "Host",
        AuthorizationLevel.System => "System",
        _ => "Master",
    };
}
