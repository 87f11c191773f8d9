namespace CharacterFanOut.SampleApi.Data;

/// <summary>A character as indices into <see cref="Vocabulary"/>'s tables and ids of other things; computed, never stored.</summary>
/// <param name="Name">The index in <see cref="Vocabulary.FullNames"/>.</param>
/// <param name="Status">The index in <see cref="Vocabulary.Statuses"/>.</param>
/// <param name="Species">The index in <see cref="Vocabulary.Species"/>.</param>
/// <param name="Type">The index in <see cref="Vocabulary.Types"/>.</param>
/// <param name="Gender">The index in <see cref="Vocabulary.Genders"/>.</param>
/// <param name="Origin">The location's id; 0 where it is unknown.</param>
/// <param name="Location">The location's id; 0 where it is unknown.</param>
internal readonly record struct CharacterTraits(int Name, int Status, int Species, int Type, int Gender, int Origin, int Location);
