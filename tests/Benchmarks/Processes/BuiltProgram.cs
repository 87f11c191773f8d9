using System.Reflection;

namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>A program of another project, where the build has put it.</summary>
internal static class BuiltProgram
{
    /// <summary>The build's, or the published one in the folder that <c>FANOUT_PUBLISHED</c> names.</summary>
    public static string FanOut => Environment.GetEnvironmentVariable("FANOUT_PUBLISHED") is { Length: > 0 } folder ? Path.Combine(folder, "fanout.dll") : Find("fanout");

    public static string Hangfire => Find("Benchmarks.Hangfire");

    private static string Find(string name) => typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;
}
