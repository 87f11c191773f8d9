using CharacterFanOut.Cli.Terminal;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests;

/// <summary>A terminal that remembers, with a folder of its own.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly Dictionary<string, string> environment = [];
    private readonly MemoryStream bytes = new();

    public TestTerminal()
    {
        Session = new TerminalSession
        {
            Results = new(() => Results),
            Messages = new(() => Messages),
            Input = () => Input,
            Output = Output,
            Error = Error,
            OpenOutput = () => bytes,
            CanRedraw = false,
            Signals = Signals,
            Environment = name => environment.GetValueOrDefault(name),
            CurrentFolder = Folder.FullName,
        };
    }

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("fanout-cli-tests-");

    public TextReader Input { get; set; } = TextReader.Null;

    public StringWriter Output { get; } = new();

    public StringWriter Error { get; } = new();

    public TestConsole Results { get; } = new TestConsole().Width(120);

    public TestConsole Messages { get; } = new TestConsole().Width(120);

    public InterruptSignals Signals { get; } = new();

    public TerminalSession Session { get; }

    public string Exported => System.Text.Encoding.UTF8.GetString(bytes.ToArray());

    public void SetVariable(string name, string value) => environment[name] = value;

    public Task<int> RunAsync(params string[] args) => new FanOutCli(Session).InvokeAsync(args);

    public void Dispose()
    {
        Signals.Dispose();
        Folder.Delete(recursive: true);
    }
}
