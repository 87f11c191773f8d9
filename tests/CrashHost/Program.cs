using System.Text.Json;
using EmbeddedFunctions.DurableTask.CrashHost;
using EmbeddedFunctions.DurableTask.Testing;

// CrashHost <database> sessions|replay: commands on standard input, one JSON answer a line on standard output, the first when it is ready.
DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(CrashWorkload.Register, options =>
{
    options.DatabasePath = args[0];
    options.ExtendedSessionsEnabled = args[1] == "sessions";
    options.ExtendedSessionIdleTimeout = TimeSpan.FromMilliseconds(100);
    options.MaxConcurrentActivities = 16;
});
var engine = new CrashEngine(host);
Console.WriteLine(JsonSerializer.Serialize(new HostAnswer()));
while (await Console.In.ReadLineAsync() is { } line)
{
    HostCommand command = JsonSerializer.Deserialize<HostCommand>(line)!;
    Console.WriteLine(JsonSerializer.Serialize(await engine.ExecuteAsync(command)));
    if (command.Kind == HostCommandKind.Stop)
    {
        return;
    }
}

// Whoever gave the commands is gone.
await host.DisposeAsync();
