using System.Text.Json.Serialization;

namespace CharacterFanOut.Characters;

/// <summary>A character, field by field as the upstream's JSON has it.</summary>
public sealed record Character
{
    /// <summary>The id, one or more.</summary>
    public required int Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary><c>Alive</c>, <c>Dead</c> or <c>unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The species.</summary>
    public required string Species { get; init; }

    /// <summary>The type or subspecies; empty for most.</summary>
    public required string Type { get; init; }

    /// <summary><c>Female</c>, <c>Male</c>, <c>Genderless</c> or <c>unknown</c>.</summary>
    public required string Gender { get; init; }

    /// <summary>Where the character comes from.</summary>
    public required Place Origin { get; init; }

    /// <summary>Where the character was last seen.</summary>
    public required Place Location { get; init; }

    /// <summary>The URL of the image.</summary>
    public required string Image { get; init; }

    /// <summary>The URLs of the episodes that the character appears in.</summary>
    [JsonPropertyName("episode")]
    public required IReadOnlyList<string> Episodes { get; init; }

    /// <summary>The character's own URL.</summary>
    public required string Url { get; init; }

    /// <summary>When the character was entered into the upstream's database, to the millisecond.</summary>
    [JsonConverter(typeof(CreatedConverter))]
    public required DateTimeOffset Created { get; init; }
}
