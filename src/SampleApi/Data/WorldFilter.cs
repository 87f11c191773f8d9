namespace CharacterFanOut.SampleApi.Data;

/// <summary>
/// A query's filters, applied as the public API does: case ignored, anywhere in the value, except that what begins with "male" has to
/// be at the beginning, so that it does not find "female" too.
/// </summary>
internal sealed class WorldFilter(SampleWorld world, Resource resource, IReadOnlyDictionary<string, string> criteria)
{
    /// <summary>The filters that a resource has.</summary>
    public static string[] Keys(Resource resource) => resource switch
    {
        Resource.Character => ["name", "status", "species", "type", "gender"],
        Resource.Episode => ["name", "episode"],
        _ => ["name", "dimension", "type"],
    };

    /// <summary>Counts what matches, and collects a slice of it.</summary>
    /// <param name="skip">How many matches come before the slice.</param>
    /// <param name="take">The slice's length.</param>
    /// <returns>The count, and the slice's ids in order.</returns>
    public (int Count, List<int> Ids) Apply(long skip, int take)
    {
        int all = world.Count(resource);
        List<int> ids = new(take);

        if (criteria.Count == 0)
        {
            for (long id = skip + 1; id <= all && ids.Count < take; id++)
            {
                ids.Add((int)id);
            }

            return (all, ids);
        }

        Func<int, bool> matches = Matcher();
        int count = 0;
        for (int id = 1; id <= all; id++)
        {
            if (!matches(id))
            {
                continue;
            }

            if (count++ >= skip && ids.Count < take)
            {
                ids.Add(id);
            }
        }

        return (count, ids);
    }

    private Func<int, bool> Matcher()
    {
        switch (resource)
        {
            case Resource.Character:
                // Each table is searched once, and then a million characters are a few look-ups each.
                bool[] names = Table("name", Vocabulary.FullNames);
                bool[] statuses = Table("status", Vocabulary.Statuses);
                bool[] species = Table("species", Vocabulary.Species);
                bool[] types = Table("type", Vocabulary.Types);
                bool[] genders = Table("gender", Vocabulary.Genders);
                return id =>
                {
                    CharacterTraits traits = world.Character(id);
                    return names[traits.Name] && statuses[traits.Status] && species[traits.Species] && types[traits.Type] && genders[traits.Gender];
                };
            case Resource.Episode:
                return id => Matches("name", world.EpisodeName(id)) && Matches("episode", SampleWorld.EpisodeCode(id));
            default:
                return id => Matches("name", SampleWorld.LocationName(id))
                    && Matches("type", world.LocationType(id))
                    && Matches("dimension", world.Dimension(id));
        }
    }

    private bool[] Table(string key, string[] words) => [.. words.Select(word => Matches(key, word))];

    private bool Matches(string key, string value) =>
        !criteria.TryGetValue(key, out string? wanted)
        || (wanted.StartsWith("male", StringComparison.OrdinalIgnoreCase)
            ? value.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
            : value.Contains(wanted, StringComparison.OrdinalIgnoreCase));
}
