namespace CharacterFanOut;

/// <summary>The names of the failure kinds on the wire and in tallies.</summary>
public static class FailureKinds
{
    /// <summary>The kind's name in camelCase, such as <c>notFound</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of the enumeration.</exception>
    public static string Name(FailureKind kind) => kind switch
    {
        FailureKind.NotFound => "notFound",
        FailureKind.Throttled => "throttled",
        FailureKind.Timeout => "timeout",
        FailureKind.Upstream => "upstream",
        FailureKind.Network => "network",
        FailureKind.Malformed => "malformed",
        FailureKind.Activity => "activity",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is not a failure kind"),
    };
}
