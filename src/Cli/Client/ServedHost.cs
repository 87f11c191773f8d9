namespace CharacterFanOut.Cli.Client;

/// <summary>What <c>fanout serve --json</c> prints once the host is ready.</summary>
/// <param name="Host">The host's root.</param>
/// <param name="Dashboard">The page.</param>
/// <param name="Upstream">The API that is asked for characters.</param>
/// <param name="Data">The folder of its state.</param>
internal sealed record ServedHost(Uri Host, Uri Dashboard, Uri Upstream, string Data);
