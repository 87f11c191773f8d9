namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a call must bring.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user. Not offered here: a function that asks for it does not start.</summary>
    User = 1,

    /// <summary>A function key, a host key or the master key.</summary>
    Function = 2,

    /// <summary>A system key or the master key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
