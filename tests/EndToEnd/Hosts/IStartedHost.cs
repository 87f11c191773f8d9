namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>A host that a test has started, may kill, and may start again over its state.</summary>
internal interface IStartedHost : IAsyncDisposable
{
    /// <summary>Where it listens, such as http://127.0.0.1:34567.</summary>
    Uri Address { get; }

    /// <summary>Starts it, over the state and on the port that it had before.</summary>
    Task StartAgainAsync();

    /// <summary>Ends it and all that it started as a power cut would.</summary>
    Task KillAsync();
}
