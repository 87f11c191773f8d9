namespace EmbeddedFunctions;

/// <summary>Where the host is bound.</summary>
public sealed class EmbeddedHostAddress
{
    private Uri? _baseAddress;

    /// <summary>The bound address, with a trailing slash, such as <c>http://127.0.0.1:7071/</c>.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public Uri BaseAddress
    {
        get => _baseAddress ?? throw new InvalidOperationException("The host has no address before it has started: start it first.");
        internal set => _baseAddress = value;
    }

    /// <summary>Whether the host has been bound.</summary>
    internal bool IsBound => _baseAddress is not null;
}
