using System.Reflection;

namespace EmbeddedFunctions.Conformance.Tests;

/// <summary>signatures.txt: the public members of the real packages, read off their assemblies.</summary>
internal static class SignatureFile
{
    /// <summary>
    /// The assemblies that it is about, with the package versions that Directory.Packages.props pins or that those bring along.
    /// Of the Durable Task Framework below them only the exceptions are seen by an app.
    /// </summary>
    public static readonly IReadOnlyList<(string Assembly, string Version)> Packages =
    [
        ("DurableTask.Core", "3.11.2"),
        ("Microsoft.DurableTask.Abstractions", "1.28.0"),
        ("Microsoft.DurableTask.Client", "1.28.0"),
        ("Microsoft.Azure.Functions.Worker.Core", "2.52.0"),
        ("Microsoft.Azure.Functions.Worker", "2.52.0"),
        ("Microsoft.Azure.Functions.Worker.ApplicationInsights", "2.51.0"),
        ("Microsoft.Azure.Functions.Worker.Extensions.Abstractions", "1.3.0"),
        ("Microsoft.Azure.Functions.Worker.Extensions.DurableTask", "1.21.1"),
        ("Microsoft.Azure.Functions.Worker.Extensions.Http", "3.3.0"),
        ("Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore", "2.1.1"),
        ("Microsoft.Azure.Functions.Worker.Extensions.Timer", "4.3.1"),
        ("Microsoft.Azure.Functions.Worker.OpenTelemetry", "1.2.0"),
    ];

    public static string Path => Metadata("SignatureFile");

    /// <summary>Whether this build refers to the real packages (FunctionsRuntime=Azure) and not to the embedded runtime.</summary>
    public static bool IsBuiltOnRealPackages => Metadata("FunctionsRuntime") == "Azure";

    public static IEnumerable<string> MembersOf(string assembly) =>
        PublicSurface.Of(Assembly.Load(assembly)).Where(line => assembly != "DurableTask.Core" || line.StartsWith("DurableTask.Core.Exceptions.", StringComparison.Ordinal));

    public static IEnumerable<string> ReadMembers() => File.ReadLines(Path).Where(line => line.Length > 0 && line[0] != '#');

    private static string Metadata(string key) =>
        typeof(SignatureFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
