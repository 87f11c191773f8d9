using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace CharacterFanOut.Cli.Tests.Terminal;

/// <summary>Runs <c>fanout</c> as someone at a terminal would: on a pseudo-terminal, made by util-linux's <c>script</c>.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const char CtrlC = '\u0003';

    private readonly Process process;
    private readonly StringBuilder screen = new();
    private readonly Task reading;

    public PseudoTerminal(string folder, string arguments, params (string Name, string Value)[] variables)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "fanout.dll");

        // A test run that itself was started in the background ignores Ctrl-C, and so would whatever it starts.
        var start = new ProcessStartInfo("script")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { "--quiet", "--flush", "--return", "--command", $"stty cols 100 rows 30; exec env --default-signal=INT,QUIT dotnet '{program}' {arguments}", "/dev/null" },
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        reading = ReadAsync();
    }

    /// <summary>The processes that run on it.</summary>
    public IReadOnlyList<int> Processes => ProcessTree.Below(process.Id);

    public string Screen
    {
        get
        {
            lock (screen)
            {
                return screen.ToString();
            }
        }
    }

    /// <summary>Waits until the screen has shown what a pattern matches. Only what comes on any machine can be waited for: a number of fetches does not.</summary>
    public async Task SeeAsync(string pattern)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Regex.IsMatch(Screen, pattern))
        {
            Assert.False(reading.IsCompleted, $"It ended without saying \"{pattern}\": {Screen}");
            await Task.Delay(10, deadline.Token);
        }
    }

    public async Task PressCtrlCAsync()
    {
        await process.StandardInput.WriteAsync(CtrlC);
        await process.StandardInput.FlushAsync();
    }

    public async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await reading.WaitAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (screen)
            {
                screen.Append(buffer, 0, read);
            }
        }
    }
}
