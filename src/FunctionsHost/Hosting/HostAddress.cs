namespace FunctionsHost.Hosting;

/// <summary>Where the host listens.</summary>
internal sealed class HostAddress
{
    private Uri? _base;

    /// <summary>The public address, with a trailing slash, such as <c>http://127.0.0.1:7071/</c>.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public Uri Base
    {
        get => _base ?? throw new InvalidOperationException("The host has no address before it listens.");
        set => _base = value;
    }

    /// <summary>The public port; null before the host listens.</summary>
    public int? Port => _base?.Port;

    /// <summary>The address of the gRPC server for the worker, such as <c>http://127.0.0.1:51234/</c>.</summary>
    public required Uri Internal { get; init; }
}
