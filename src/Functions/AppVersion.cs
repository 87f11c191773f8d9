using System.Reflection;

namespace CharacterFanOut.Functions;

/// <summary>The version of this app.</summary>
internal static class AppVersion
{
    /// <summary>The version, such as 1.2.3.</summary>
    public static string Text { get; } =
        typeof(AppVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
