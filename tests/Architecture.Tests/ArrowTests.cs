using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace CharacterFanOut.Architecture.Tests;

public sealed class ArrowTests
{
    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader().LoadAssemblies([.. Rooms.Assemblies.Values]).Build();

    public static TheoryData<string> RoomNames() => [.. Rooms.Arrows.Keys];

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void Assembly_OfARoom_RefersOnlyToRoomsThatItMayKnow(string room)
    {
        var known = Rooms.Assemblies[room].GetReferencedAssemblies().Select(static reference => Rooms.RoomOf(reference.Name!)).OfType<string>();

        Assert.Empty(known.Except(Rooms.Arrows[room]));
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void Project_OfARoom_RefersOnlyToRoomsThatItMayKnow(string room)
    {
        var project = XDocument.Load(Path.Combine(Rooms.Sources, room, room + ".csproj"));
        var references = project.Descendants("ProjectReference").ToLookup(
            static reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false",
            static reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.Equal(Rooms.Arrows[room].Order(StringComparer.Ordinal), references[true].Order(StringComparer.Ordinal));

        // The build alone refers to the function app: its files are put into a folder beside the program.
        Assert.Equal(room == "Cli" ? [Rooms.Functions] : [], references[false]);
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void Types_OfARoom_DependOnlyOnRoomsThatItMayKnow(string room)
    {
        string[] wrong = [.. House.Types
            .Where(type => RoomOf(type) == room)
            .SelectMany(type => type.Dependencies.Select(dependency => (From: type.FullName, To: dependency.Target)))

            // A type parameter is nobody's room: the loader takes those of source-generated twins for one another.
            .Where(pair => pair.To is not GenericParameter && RoomOf(pair.To) is { } target && target != room && !Rooms.Arrows[room].Contains(target))
            .Select(static pair => $"{pair.From} -> {pair.To.FullName}")
            .Distinct()];

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.Contains(House.Types, type => RoomOf(type) == room);
    }

    [Fact]
    public void FanOut_KnowsNothingButTheBaseLibrary()
    {
        var foreign = Rooms.Assemblies["FanOut"].GetReferencedAssemblies().Select(static reference => reference.Name!).Where(static name => !name.StartsWith("System.", StringComparison.Ordinal));

        Assert.Empty(foreign);
    }

    [Fact]
    public void TaskHub_KnowsNothingOfFunctions()
    {
        var functions = Rooms.Assemblies["DurableTask.Sqlite"].GetReferencedAssemblies().Where(static reference => reference.Name!.Contains("Functions", StringComparison.Ordinal));

        Assert.Empty(functions);
    }

    [Fact]
    public void FunctionApp_KnowsNoHost()
    {
        // The worker's own packages are all that it sees of a host, whichever it is.
        var hosts = Rooms.Assemblies[Rooms.Functions].GetReferencedAssemblies().Select(static reference => reference.Name!)
            .Where(static name => name.StartsWith("FunctionsHost", StringComparison.Ordinal) || name.StartsWith("DurableTask.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Azure.WebJobs", StringComparison.Ordinal));

        Assert.Empty(hosts);
    }

    private static string? RoomOf(IType type) => type.Assembly is { } assembly ? Rooms.RoomOf(assembly.Name.Split(',')[0]) : null;
}
