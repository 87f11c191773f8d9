namespace EmbeddedFunctions.Conformance.Tests;

public sealed class SignatureFileTests
{
    [Fact]
    public void SignatureFile_Always_IsAboutEveryPackage()
    {
        var lines = File.ReadAllLines(SignatureFile.Path);

        Assert.All(SignatureFile.Packages, package => Assert.Contains($"# {package.Assembly} {package.Version}", lines));
        Assert.True(SignatureFile.ReadMembers().Count() > 1000, "signatures.txt has lost most of its members");
    }

    /// <summary>
    /// Built with FunctionsRuntime=Azure, this holds the file against the real assemblies; SIGNATURES_WRITE=1 writes it anew.
    /// Built for the embedded runtime there is nothing real to read: then it checks that the file was not made from ours.
    /// </summary>
    [Fact]
    public void SignatureFile_OnRealPackages_IsWhatTheyHave()
    {
        if (!SignatureFile.IsBuiltOnRealPackages)
        {
            Assert.DoesNotContain(SignatureFile.ReadMembers(), line => line.StartsWith("EmbeddedFunctions.", StringComparison.Ordinal));
            return;
        }

        var read = SignatureFile.Packages
            .SelectMany(package => (IEnumerable<string>)["", $"# {package.Assembly} {package.Version}", .. SignatureFile.MembersOf(package.Assembly)])
            .ToList();
        if (Environment.GetEnvironmentVariable("SIGNATURES_WRITE") == "1")
        {
            File.WriteAllLines(SignatureFile.Path, ["# The public members of the real packages, one a line. Written by SignatureFileTests from their assemblies.", .. read]);
        }

        Assert.Equal(read.Where(line => line.Length > 0 && line[0] != '#'), SignatureFile.ReadMembers());
    }
}
