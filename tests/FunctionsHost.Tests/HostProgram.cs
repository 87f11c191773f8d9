using System.Diagnostics;
using System.Globalization;

namespace FunctionsHost.Tests;

/// <summary>The host as a program of its own, with the test app.</summary>
internal sealed class HostProgram : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly Process _process;

    private HostProgram(params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(TestHosts.AppFolder("FunctionsHost"), "FunctionsHost.dll"), "--app", TestHosts.AppFolder("FunctionsHost.TestApp"),
            "--port", "0", "--data", _folder.Path, .. settings.Prepend("TEST_SCHEDULE=0 0 0 1 1 *").SelectMany(static setting => (string[])["--setting", setting]),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start)!;
    }

    public HttpClient Client { get; } = new();

    /// <summary>Starts the program and waits until it listens.</summary>
    public static async Task<HostProgram> StartAsync()
    {
        var program = new HostProgram();
        while (program.Client.BaseAddress is null && await program._process.StandardOutput.ReadLineAsync().WaitAsync(Deadline) is { } line)
        {
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            if (line.Contains("Process: [GET]", StringComparison.Ordinal))
            {
                program.Client.BaseAddress = new Uri(new Uri(line[at..]), "/");
            }
        }

        // What nobody reads would hold it up.
        _ = program._process.StandardOutput.ReadToEndAsync();
        return program;
    }

    /// <summary>The process of its worker.</summary>
    public async Task<Process> WorkerAsync() => Process.GetProcessById(int.Parse(await Client.GetStringAsync("api/process"), CultureInfo.InvariantCulture));

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Tells it to stop, as an operator does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
