namespace CharacterFanOut.Characters;

/// <summary>A location as a character refers to it.</summary>
/// <param name="Name">The name; <c>unknown</c> where the upstream does not know.</param>
/// <param name="Url">The location's URL; empty where the name is <c>unknown</c>.</param>
public sealed record Place(string Name, string Url);
