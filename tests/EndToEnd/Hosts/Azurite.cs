using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>Azurite on free ports, one for all tests; it starts when it is first asked for, and ends with the test run.</summary>
internal static class Azurite
{
    private const string Ready = "service is successfully listening at ";

    // The emulator's well-known account, the same for everyone.
    private const string Account =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

    private static readonly Lazy<Task<string>> Started = new(() => StartAsync());

    /// <summary>The connection string.</summary>
    public static Task<string> ConnectionAsync() => Started.Value;

    private static async Task<string> StartAsync([CallerFilePath] string here = "")
    {
        var tests = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
        var program = Path.Combine(tests, "Functions.Tests", "node_modules", "azurite", "dist", "src", "azurite.js");
        Assert.True(File.Exists(program), $"Azurite is not installed. Run 'npm ci' in {tests}/Functions.Tests, or the whole of eng/test.sh, which does.");
        string[] ports = ["--blobPort", "0", "--queuePort", "0", "--tablePort", "0"];
        var endpoints = new Dictionary<string, string>();
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // On disk: in memory it answers nothing for a minute at a time once thousands of messages have passed.
        var folder = Directory.CreateTempSubdirectory("fanout-azurite-");
        var process = RunningProcess.Start(
            new ProcessStartInfo("node", [program, .. ports, "--location", folder.FullName, "--skipApiVersionCheck", "--disableTelemetry"]) { WorkingDirectory = folder.FullName },
            new Dictionary<string, string>(),
            printed: line =>
            {
                if (line.IndexOf(Ready, StringComparison.Ordinal) is var at and >= 0)
                {
                    endpoints[line.Split(' ')[1]] = line[(at + Ready.Length)..].Trim();
                    if (endpoints.Count == 3)
                    {
                        listening.TrySetResult();
                    }
                }
            },
            exited: output => listening.TrySetException(new InvalidOperationException($"Azurite ended instead of listening:\n{output}")));
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.Kill();
            folder.Delete(recursive: true);
        };
        await listening.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return Account + string.Concat(endpoints.Select(static pair => $"{pair.Key}Endpoint={pair.Value}/devstoreaccount1;"));
    }
}
