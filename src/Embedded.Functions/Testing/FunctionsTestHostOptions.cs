using System.Reflection;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Testing;

/// <summary>How a test host runs.</summary>
public sealed class FunctionsTestHostOptions
{
    /// <summary>The clock of everything durable and of the timers. <value>The system's unless set.</value></summary>
    public TimeProvider? Time { get; set; }

    /// <summary>Whether a port of loopback is opened. <value>False unless set: requests go through memory.</value></summary>
    public bool UsePort { get; set; }

    /// <summary>Where state is kept, so that a second host can go on with it. <value>Null unless set: in memory.</value></summary>
    public string? DataDirectory { get; set; }

    /// <summary>Where the functions are. <value>What the app's builder says unless set.</value></summary>
    public Assembly? FunctionsAssembly { get; set; }

    /// <summary>Only the functions of these classes. <value>All of the assembly's unless set.</value></summary>
    public IReadOnlyList<Type>? FunctionTypes { get; set; }

    /// <summary>The folder of host.json and local.settings.json. <value>The builder's unless set.</value></summary>
    public string? ContentRoot { get; set; }

    /// <summary>Settings over all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; set; } = new Dictionary<string, string?>();

    /// <summary>Sets up logging. <value>Null unless set: nothing is logged.</value></summary>
    public Action<ILoggingBuilder>? Logging { get; set; }
}
