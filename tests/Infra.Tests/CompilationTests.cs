namespace CharacterFanOut.Infra.Tests;

public sealed class CompilationTests
{
    [Fact]
    public void Build_Main_IsSilent()
    {
        var result = Bicep.Run("build", Bicep.MainFile, "--stdout");

        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    // A build reports on every module that main.bicep reaches, so every file has to be one of those.
    [Fact]
    public void Modules_All_AreUsedByMain()
    {
        var main = File.ReadAllText(Bicep.MainFile);

        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Bicep.InfraFolder, "modules"), "*.bicep"),
            file => Assert.Contains($"'modules/{Path.GetFileName(file)}'", main, StringComparison.Ordinal));
    }

    [Fact]
    public void Format_EveryFile_ChangesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("bicep");
        try
        {
            foreach (var file in Bicep.SourceFiles)
            {
                var copy = Path.Combine(folder.FullName, Path.GetRelativePath(Bicep.InfraFolder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            var result = Bicep.Run("format", "--pattern", Path.Combine(folder.FullName, "**", "*.bicep"));

            Assert.Equal(0, result.ExitCode);
            Assert.All(Bicep.SourceFiles, file =>
                Assert.Equal(File.ReadAllText(Path.Combine(folder.FullName, Path.GetRelativePath(Bicep.InfraFolder, file))), File.ReadAllText(file)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Lint_FileWithAnUnusedParameter_Fails()
    {
        var folder = Directory.CreateTempSubdirectory("bicep");
        try
        {
            File.Copy(Path.Combine(Bicep.InfraFolder, "bicepconfig.json"), Path.Combine(folder.FullName, "bicepconfig.json"));
            var file = Path.Combine(folder.FullName, "unused.bicep");
            File.WriteAllText(file, "param unused string\n");

            var result = Bicep.Run("lint", file);

            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains("no-unused-params", result.Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
