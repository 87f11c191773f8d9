using System.Reflection;

namespace EmbeddedFunctions;

/// <summary>What can be said to the embedded host in code. Configuration says the rest.</summary>
public sealed class EmbeddedHostOptions
{
    /// <summary>The address that the host binds to when nothing else is said.</summary>
    public const string DefaultBindAddress = "127.0.0.1";

    /// <summary>The port that the host binds to when nothing else is said.</summary>
    public const int DefaultPort = 7071;

    /// <summary>The folder for state when nothing else is said.</summary>
    public const string DefaultDataDirectory = ".fanout";

    /// <summary>Where the functions are. <value>The entry assembly unless set.</value></summary>
    public Assembly? FunctionsAssembly { get; set; }

    /// <summary>Only the functions of these classes, instead of a whole assembly's. <value>Null unless set.</value></summary>
    public IReadOnlyList<Type>? FunctionTypes { get; set; }

    /// <summary>The port; 0 for any that is free. <value><c>--port</c>, then <c>Host.LocalHttpPort</c> of local.settings.json, then 7071, unless set.</value></summary>
    public int? Port { get; set; }

    /// <summary>The IP address to bind to. Anything but loopback needs keys. <value><c>EmbeddedFunctions:BindAddress</c>, then 127.0.0.1, unless set.</value></summary>
    public string? BindAddress { get; set; }

    /// <summary>Where state is kept. <value><c>EmbeddedFunctions:DataDirectory</c>, then <c>.fanout</c> under the current folder, unless set.</value></summary>
    public string? DataDirectory { get; set; }

    /// <summary>Whether nothing is kept: no file is written. <value>False unless set.</value></summary>
    public bool InMemory { get; set; }

    /// <summary>The folder of host.json and local.settings.json. <value>The current folder if it has a host.json, else the app's, unless set.</value></summary>
    public string? ContentRoot { get; set; }

    /// <summary>Host names, beside the bound ones, that requests may be addressed to. <value><c>EmbeddedFunctions:AllowedHosts</c> (separated by <c>;</c>) unless set.</value></summary>
    public IReadOnlyList<string>? AllowedHosts { get; set; }

    /// <summary>Whether requests come through memory alone and no port is opened.</summary>
    internal bool NoPort { get; set; }
}
