using System.Reflection;

namespace CharacterFanOut.Architecture.Tests;

/// <summary>The rooms of the house, and the only arrows between them.</summary>
internal static class Rooms
{
    public static readonly Assembly FanOut = typeof(IdSet).Assembly;
    public static readonly Assembly Characters = typeof(CharacterFanOut.Characters.Character).Assembly;
    public static readonly Assembly EmbeddedDurableTask = typeof(EmbeddedFunctions.DurableTask.DurableTaskEngine).Assembly;
    public static readonly Assembly EmbeddedFunctions = typeof(EmbeddedFunctions.EmbeddedHostOptions).Assembly;
    public static readonly Assembly Functions = typeof(CharacterFanOut.Functions.FanOutApplication).Assembly;
    public static readonly Assembly SampleApi = typeof(CharacterFanOut.SampleApi.SampleApiServer).Assembly;
    public static readonly Assembly Cli = Assembly.Load("fanout");

    public static readonly Assembly[] All = [FanOut, Characters, EmbeddedDurableTask, EmbeddedFunctions, Functions, SampleApi, Cli];

    /// <summary>From each room, the rooms that it may know.</summary>
    public static readonly IReadOnlyDictionary<Assembly, Assembly[]> Arrows = new Dictionary<Assembly, Assembly[]>
    {
        [FanOut] = [],
        [Characters] = [],
        [EmbeddedDurableTask] = [],
        [EmbeddedFunctions] = [EmbeddedDurableTask],
        [Functions] = [FanOut, Characters, EmbeddedDurableTask, EmbeddedFunctions],
        [SampleApi] = [],

        // To run locally the terminal hosts the app, and the sample upstream, in its own process.
        [Cli] = [FanOut, Functions, SampleApi, EmbeddedFunctions],
    };
}
