using CharacterFanOut.Cli;
using CharacterFanOut.Cli.Terminal;

// Loopback needs no proxy: the host and the sample API are on this machine, and child processes inherit this.
var bypass = Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");
foreach (var name in new[] { "no_proxy", "NO_PROXY" })
{
    Environment.SetEnvironmentVariable(name, $"{bypass},localhost,127.0.0.1,[::1]".TrimStart(','));
}

using var signals = InterruptSignals.FromProcess();
return await new FanOutCli(TerminalSession.FromProcess(signals)).InvokeAsync(args);
