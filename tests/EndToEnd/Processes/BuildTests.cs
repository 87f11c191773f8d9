using System.Reflection.PortableExecutable;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.Processes;

public sealed class BuildTests
{
    [Theory]
    [InlineData("fanout.dll")]
    [InlineData("FunctionsHost.dll")]
    [InlineData("Grpc.AspNetCore.Server.dll")]
    [InlineData("app/Functions.dll")]
    [InlineData("app/Microsoft.Azure.Functions.Worker.Grpc.dll")]
    public void ReleaseBuild_FilesThatEachStartRuns_AreCompiledAhead(string file)
    {
        using var assembly = new PEReader(File.OpenRead(Path.Combine(Path.GetDirectoryName(HostProcess.Cli)!, file)));

        Assert.NotEqual(0, assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }
}
