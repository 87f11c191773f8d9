using System.Reflection;

namespace CharacterFanOut.Benchmarks.Processes;

/// <summary>A program of another project, where the build has put it.</summary>
internal static class BuiltProgram
{
    public static string FanOut => Find("fanout");

    public static string Hangfire => Find("Benchmarks.Hangfire");

    private static string Find(string name) => typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;
}
