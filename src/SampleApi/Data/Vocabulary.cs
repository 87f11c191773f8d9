namespace CharacterFanOut.SampleApi.Data;

/// <summary>The words that characters are made of. A word that is in a list more than once is more frequent.</summary>
internal static class Vocabulary
{
    public static readonly string[] Statuses = [.. Times(6, "Alive"), .. Times(4, "Dead"), .. Times(2, "unknown")];

    public static readonly string[] Species =
    [
        .. Times(7, "Human"), .. Times(4, "Alien"), .. Times(2, "Humanoid"), "Robot", "Animal", "Mythological Creature", "Disease", "unknown",
    ];

    public static readonly string[] Types =
    [
        .. Times(10, ""), "Clone", "Cyborg", "Hologram", "Parasite", "Shapeshifter", "Microbe", "Fish-Person", "Cat-Person", "Superhuman",
        "Genetic experiment", "Energy being", "Demon",
    ];

    public static readonly string[] Genders = [.. Times(6, "Male"), .. Times(3, "Female"), "Genderless", .. Times(2, "unknown")];

    private static readonly string[] FirstNames = Words(
        """
        Rick Morty Summer Beth Jerry Ada Alan Barbara Bruno Carmen Clara Dmitri Donna Edsger Elena Farid Fiona Grace Gunnar Hedy Hugo Ines Ivan
        Jana Joris Katherine Kofi Leila Linus Margaret Mateo Nadia Niklaus Olga Oscar Petra Quentin Radia Ravi Sofia Stellan Tara Tomas Ursula
        Viktor Wanda Xavier Yara Yusuf Zelda
        """);

    private static readonly string[] LastNames = Words(
        """
        Smith Sanchez Adler Baker Calloway Dunmore Eberhart Falk Garnet Hollis Ibarra Jansen Keller Lindqvist Moreau Novak Okafor Prentiss Quimby
        Rosales Sato Thorne Ueda Varga Whitlock Xu Yilmaz Zapata Gearhead Starling Voidwalker Nebula Quasar Photon Gristle Moonbeam Ironjaw
        Glimmer Tentacle Dustbowl
        """);

    private static readonly string[] PlaceNames = Words("Earth Station Colony Outpost Moon Citadel Nexus Asteroid Gateway Reef Tower Garden");

    private static readonly string[] PlaceEpithets = Words(
        "Aurora Borealis Cassini Drift Elysium Fornax Gliese Halcyon Icarus Juno Kepler Lyra Meridian Nimbus Orion Pavonis Quill Rigel Sirius Tau");

    /// <summary>How many full names there are.</summary>
    public static int Names => FirstNames.Length * LastNames.Length;

    /// <summary>A full name; the first name changes slowest.</summary>
    public static string Name(int index) => $"{FirstNames[index / LastNames.Length]} {LastNames[index % LastNames.Length]}";

    public static string PlaceName(int id) => $"{PlaceNames[id % PlaceNames.Length]} {PlaceEpithets[id % PlaceEpithets.Length]}-{id}";

    private static IEnumerable<string> Times(int count, string word) => Enumerable.Repeat(word, count);

    private static string[] Words(string text) => text.Split((char[])[' ', '\n']);
}
