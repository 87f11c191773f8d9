namespace CharacterFanOut.SampleApi.Faults;

/// <summary>The ways for an answer not to be what was asked for.</summary>
internal enum MalformedKind
{
    /// <summary>As it should be.</summary>
    None,

    /// <summary>An HTML page.</summary>
    NotJson,

    /// <summary>JSON that ends in the middle.</summary>
    Truncated,

    /// <summary>A character without its species.</summary>
    MissingField,

    /// <summary>Another character than the one asked for.</summary>
    WrongId,

    /// <summary>A character, and more than a megabyte of white space.</summary>
    Oversized,
}
