namespace CharacterFanOut.SampleApi.Data;

/// <summary>The words that data is put together from. Where a word appears more than once it is meant to be more frequent.</summary>
internal static class Vocabulary
{
    public static readonly string[] Statuses =
        ["Alive", "Alive", "Alive", "Alive", "Alive", "Alive", "Dead", "Dead", "Dead", "Dead", "unknown", "unknown"];

    public static readonly string[] Species =
    [
        "Human", "Human", "Human", "Human", "Human", "Human", "Human", "Alien", "Alien", "Alien", "Alien", "Humanoid", "Humanoid",
        "Robot", "Animal", "Mythological Creature", "Disease", "unknown",
    ];

    public static readonly string[] Types =
    [
        "", "", "", "", "", "", "", "", "", "", "Clone", "Cyborg", "Hologram", "Parasite", "Shapeshifter", "Microbe", "Fish-Person",
        "Cat-Person", "Superhuman", "Genetic experiment", "Energy being", "Demon",
    ];

    public static readonly string[] Genders =
        ["Male", "Male", "Male", "Male", "Male", "Male", "Female", "Female", "Female", "Genderless", "unknown", "unknown"];

    public static readonly string[] FirstNames =
    [
        "Rick", "Morty", "Summer", "Beth", "Jerry", "Ada", "Alan", "Barbara", "Bruno", "Carmen", "Clara", "Dmitri", "Donna", "Edsger",
        "Elena", "Farid", "Fiona", "Grace", "Gunnar", "Hedy", "Hugo", "Ines", "Ivan", "Jana", "Joris", "Katherine", "Kofi", "Leila",
        "Linus", "Margaret", "Mateo", "Nadia", "Niklaus", "Olga", "Oscar", "Petra", "Quentin", "Radia", "Ravi", "Sofia", "Stellan",
        "Tara", "Tomas", "Ursula", "Viktor", "Wanda", "Xavier", "Yara", "Yusuf", "Zelda",
    ];

    public static readonly string[] LastNames =
    [
        "Smith", "Sanchez", "Adler", "Baker", "Calloway", "Dunmore", "Eberhart", "Falk", "Garnet", "Hollis", "Ibarra", "Jansen", "Keller",
        "Lindqvist", "Moreau", "Novak", "Okafor", "Prentiss", "Quimby", "Rosales", "Sato", "Thorne", "Ueda", "Varga", "Whitlock", "Xu",
        "Yilmaz", "Zapata", "Gearhead", "Starling", "Voidwalker", "Nebula", "Quasar", "Photon", "Gristle", "Moonbeam", "Ironjaw", "Glimmer",
        "Tentacle", "Dustbowl",
    ];

    public static readonly string[] PlaceNames =
        ["Earth", "Station", "Colony", "Outpost", "Moon", "Citadel", "Nexus", "Asteroid", "Gateway", "Reef", "Tower", "Garden"];

    public static readonly string[] PlaceEpithets =
    [
        "Aurora", "Borealis", "Cassini", "Drift", "Elysium", "Fornax", "Gliese", "Halcyon", "Icarus", "Juno", "Kepler", "Lyra", "Meridian",
        "Nimbus", "Orion", "Pavonis", "Quill", "Rigel", "Sirius", "Tau",
    ];

    public static readonly string[] PlaceTypes =
        ["Planet", "Planet", "Planet", "Space station", "Microverse", "Dream", "Resort", "Spacecraft", "Cluster", "Dimension"];

    public static readonly string[] Dimensions =
        ["unknown", "Dimension C-137", "Replacement Dimension", "Dimension 5-126", "Fantasy Dimension", "Dimension K-83", "Dimension J19-Zeta-7", ""];

    public static readonly string[] EpisodeAdjectives =
        ["Lost", "Quantum", "Silent", "Borrowed", "Upside-Down", "Last", "Electric", "Forgotten", "Second", "Hollow", "Infinite", "Paper"];

    public static readonly string[] EpisodeNouns =
        ["Portal", "Garage", "Summer", "Machine", "Planet", "Dinner", "Clone", "Council", "Microverse", "Trial", "Paradox", "Wedding", "Heist"];

    /// <summary>Every full name, first names turning slowest.</summary>
    public static readonly string[] FullNames = [.. FirstNames.SelectMany(static first => LastNames, static (first, last) => $"{first} {last}")];
}
