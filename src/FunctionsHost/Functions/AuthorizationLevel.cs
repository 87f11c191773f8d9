namespace FunctionsHost.Functions;

/// <summary>Which key opens a function.</summary>
internal enum AuthorizationLevel
{
    /// <summary>None is needed.</summary>
    Anonymous,

    /// <summary>The function's own, the host's or the master key.</summary>
    Function,

    /// <summary>The system or the master key.</summary>
    System,

    /// <summary>The master key.</summary>
    Admin,
}
