namespace CharacterFanOut;

/// <summary>A field of a character that has another value than before.</summary>
/// <param name="Id">The character's id.</param>
/// <param name="Field">The field, such as <c>status</c> or <c>location.name</c>.</param>
/// <param name="From">The value before; null when the field was not there.</param>
/// <param name="To">The value now; null when the field is not there.</param>
public sealed record FieldChange(
    int Id,
    string Field,
    string? From,
    string? To);
