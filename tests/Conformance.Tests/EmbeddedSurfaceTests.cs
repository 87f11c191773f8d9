using System.Reflection;

namespace EmbeddedFunctions.Conformance.Tests;

/// <summary>The promise of the embedded runtime: what it offers in the real packages' namespaces is spelled as it is there.</summary>
public sealed class EmbeddedSurfaceTests
{
    private static readonly Lazy<HashSet<string>> Real = new(() => SignatureFile.ReadMembers().ToHashSet(StringComparer.Ordinal));

    public static TheoryData<string> Assemblies => SignatureFile.IsBuiltOnRealPackages
        ? [.. SignatureFile.Packages.Select(package => package.Assembly)]
        : ["Embedded.DurableTask", "Embedded.Functions"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Members_InTheRealNamespaces_AreInTheRealPackages(string assembly)
    {
        var ours = (SignatureFile.IsBuiltOnRealPackages ? SignatureFile.MembersOf(assembly) : Types(assembly).Where(IsProgrammingModel).SelectMany(PublicSurface.Of)).ToList();

        Assert.NotEmpty(ours);
        var strange = ours.Where(line => !Real.Value.Contains(line)).ToList();
        Assert.True(strange.Count == 0, $"not in the real packages:{Environment.NewLine}{string.Join(Environment.NewLine, strange)}");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Types_Public_AreInTheRealNamespacesOrInOurs(string assembly) =>
        Assert.DoesNotContain(Types(assembly), type => !IsProgrammingModel(type) && type.Namespace?.Split('.')[0] != "EmbeddedFunctions");

    private static Type[] Types(string assembly) => Assembly.Load(assembly).GetExportedTypes();

    private static bool IsProgrammingModel(Type type) => type.Namespace?.Split('.')[0] is "Microsoft" or "DurableTask";
}
