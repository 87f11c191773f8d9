using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Cryptography;

namespace CharacterFanOut.Functions.Dashboard;

/// <summary>The files of the page: resources of this assembly, read once.</summary>
internal static class DashboardAssets
{
    public const string Index = "index.html";

    private const string Prefix = "Dashboard/";

    /// <summary>The files by name, such as <c>app.js</c>.</summary>
    public static FrozenDictionary<string, DashboardAsset> All { get; } = Load();

    private static FrozenDictionary<string, DashboardAsset> Load()
    {
        var assembly = typeof(DashboardAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);
    }

    private static DashboardAsset Read(string name)
    {
        using var stream = typeof(DashboardAssets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new(content, ContentTypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new UnreachableException($"{name} has an extension without a content type: give it one here."),
    };
}

/// <summary>A file of the page.</summary>
/// <param name="ContentType">What it is, such as <c>text/css; charset=utf-8</c>.</param>
/// <param name="ETag">A quoted hash of its bytes.</param>
internal sealed record DashboardAsset(byte[] Content, string ContentType, string ETag);
