using System.Security.Cryptography;
using System.Text;

namespace FunctionsHost.Keys;

/// <summary>
/// The keys that open functions and management, from <c>FunctionsHost:Keys</c>: <c>Master</c>, <c>Host</c>,
/// <c>System</c> and <c>Functions:{function}</c>, each a key or several under names. Only digests are compared.
/// </summary>
internal sealed class KeyRing
{
    public const string Section = "FunctionsHost:Keys";

    /// <summary>The fewest characters of a key that others than this machine may try.</summary>
    public const int MinLength = 16;

    private readonly byte[][] _master;
    private readonly byte[][] _host;
    private readonly byte[][] _system;
    private readonly Dictionary<string, byte[][]> _functions;

    public KeyRing(HostConfiguration configuration)
    {
        var section = configuration.Settings.GetSection(Section);
        _master = Digests(section.GetSection("Master"));
        _host = Digests(section.GetSection("Host"));
        _system = Digests(section.GetSection("System"));
        _functions = section.GetSection("Functions").GetChildren()
            .ToDictionary(function => function.Key, Digests, StringComparer.OrdinalIgnoreCase);
        Short = [.. section.AsEnumerable().Where(setting => setting.Value is { Length: > 0 and < MinLength }).Select(setting => setting.Key).Order(StringComparer.Ordinal)];
        SystemKey = Values(section.GetSection("System")).FirstOrDefault() ?? Values(section.GetSection("Master")).FirstOrDefault();
    }

    /// <summary>Whether there is any key. Without one everything is open, and only loopback may be bound.</summary>
    public bool Any => _master.Length + _host.Length + _system.Length + _functions.Values.Sum(keys => keys.Length) > 0;

    /// <summary>The key that management addresses carry; null when there are no keys.</summary>
    public string? SystemKey { get; }

    /// <summary>The settings whose keys are so short that they can be guessed.</summary>
    public IReadOnlyList<string> Short { get; }

    /// <summary>Whether some key opens what the level guards.</summary>
    public bool CanOpen(AuthorizationLevel level, string? function) => Accepted(level, function).Any(keys => keys.Length > 0);

    /// <summary>Whether the key opens what the level guards. Takes as long for a wrong key as for a right one.</summary>
    public bool Opens(string key, AuthorizationLevel level, string? function)
    {
        var digest = Digest(key);
        var found = false;
        foreach (var keys in Accepted(level, function))
        {
            foreach (var known in keys)
            {
                found |= CryptographicOperations.FixedTimeEquals(digest, known);
            }
        }

        return found;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static byte[][] Digests(IConfigurationSection section) => [.. Values(section).Select(Digest)];

    private static IEnumerable<string> Values(IConfigurationSection section)
        => section.GetChildren().Select(child => child.Value).Prepend(section.Value).OfType<string>().Where(value => value.Length > 0);

    private IEnumerable<byte[][]> Accepted(AuthorizationLevel level, string? function)
    {
        yield return _master;
        if (level == AuthorizationLevel.System)
        {
            yield return _system;
        }
        else if (level == AuthorizationLevel.Function)
        {
            yield return _host;
            if (function is not null && _functions.TryGetValue(function, out var keys))
            {
                yield return keys;
            }
        }
    }
}
