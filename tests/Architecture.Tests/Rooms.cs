using System.Reflection;
using System.Runtime.CompilerServices;

namespace CharacterFanOut.Architecture.Tests;

/// <summary>The rooms of the house, and the only arrows between them.</summary>
internal static class Rooms
{
    /// <summary>The room that only the build refers to: its files come along with the terminal, and run as a process of their own.</summary>
    public const string Functions = "Functions";

    /// <summary>From each room, the rooms that it may know.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Arrows = new Dictionary<string, string[]>
    {
        ["FanOut"] = [],
        ["Characters"] = ["FanOut"],
        [Functions] = ["FanOut", "Characters"],
        ["SampleApi"] = [],
        ["DurableTask.Sqlite"] = [],
        ["FunctionsHost.Watchdog"] = [],
        ["FunctionsHost"] = ["DurableTask.Sqlite", "FunctionsHost.Watchdog"],
        ["Cli"] = ["FanOut", "FunctionsHost", "SampleApi"],
    };

    /// <summary>Each room's assembly, as it ships: those of the function app from the folder that it runs from.</summary>
    public static readonly IReadOnlyDictionary<string, Assembly> Assemblies = Arrows.Keys.ToDictionary(static room => room, static room => Load(AssemblyName(room)));

    /// <summary>The folder of the rooms' sources.</summary>
    public static string Sources { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src"));

    /// <summary>The room of an assembly; null if it is none of ours.</summary>
    public static string? RoomOf(string assembly) => Arrows.Keys.SingleOrDefault(room => AssemblyName(room) == assembly);

    private static string AssemblyName(string room) => room switch
    {
        "FanOut" => "CharacterFanOut",
        "Cli" => "fanout",
        _ => room,
    };

    private static Assembly Load(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return Assembly.LoadFrom(File.Exists(file) ? file : Path.Combine(AppContext.BaseDirectory, "app", name + ".dll"));
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
