using CharacterFanOut.Cli;
using CharacterFanOut.Cli.Terminal;

using var interrupts = Interrupts.OfProcess();
return await new FanOutCli(TerminalSession.OfProcess(interrupts)).InvokeAsync(args);
