using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace CharacterFanOut.Architecture.Tests;

public sealed class ArrowTests
{
    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader().LoadAssemblies(Rooms.All).Build();

    public static TheoryData<string> RoomNames() => [.. Rooms.All.Select(a => a.GetName().Name!)];

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void References_OfARoom_AreOnlyTheArrowsDrawn(string name)
    {
        System.Reflection.Assembly room = Rooms.All.Single(a => a.GetName().Name == name);
        string[] allowed = [.. Rooms.Arrows[room].Select(a => a.GetName().Name!)];
        string[] rooms = [.. Rooms.All.Select(a => a.GetName().Name!)];

        string[] actual = [.. room.GetReferencedAssemblies().Select(r => r.Name!).Where(rooms.Contains)];

        Assert.Empty(actual.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void Types_OfARoom_DependOnlyOnRoomsThatItMayKnow(string name)
    {
        System.Reflection.Assembly room = Rooms.All.Single(a => a.GetName().Name == name);
        HashSet<string> allowed = [.. Rooms.Arrows[room].Append(room).Select(a => a.GetName().Name!)];
        HashSet<string> rooms = [.. Rooms.All.Select(a => a.GetName().Name!)];

        string[] wrong = [.. House.Types
            .Where(t => AssemblyOf(t) == name)
            .SelectMany(t => t.Dependencies.Select(d => (From: t.FullName, To: d.Target)))

            // A type parameter is nobody's room: the loader takes those of source-generated twins for one another.
            .Where(d => d.To is not GenericParameter && AssemblyOf(d.To) is { } target && rooms.Contains(target) && !allowed.Contains(target))
            .Select(d => $"{d.From} -> {d.To.FullName}")
            .Distinct()];

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.Contains(House.Types, t => AssemblyOf(t) == name);
    }

    [Fact]
    public void FunctionApp_UsesOnlyTheProgrammingModelOfTheEmbeddedRuntime()
    {
        // What lives in the embedded runtime's own namespaces has no counterpart in the real packages: the app must not see it.
        string[] wrong = [.. House.Types
            .Where(t => AssemblyOf(t) == Rooms.Functions.GetName().Name)
            .SelectMany(t => t.Dependencies.Select(d => (From: t.FullName, To: d.Target.FullName)))
            .Where(d => d.To.StartsWith("EmbeddedFunctions", StringComparison.Ordinal))
            .Select(d => $"{d.From} -> {d.To}")
            .Distinct()];

        Assert.Empty(wrong);
    }

    [Fact]
    public void FanOut_KnowsNothingButTheBaseLibrary()
    {
        string[] foreign = [.. Rooms.FanOut.GetReferencedAssemblies().Select(r => r.Name!).Where(n => !n.StartsWith("System.", StringComparison.Ordinal))];

        Assert.Empty(foreign);
    }

    private static string? AssemblyOf(IType type) => type.Assembly?.Name.Split(',')[0];
}
