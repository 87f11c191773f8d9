namespace CharacterFanOut.EndToEnd.Page;

/// <summary>Finds the browser that the tests drive.</summary>
internal static class Chromium
{
    /// <summary>Flags for a browser without a screen, that talks to nobody but the tests.</summary>
    public static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Names = ["chromium", "google-chrome"];

    /// <summary>The executable's path.</summary>
    /// <param name="chosen">What CHROMIUM_PATH says, if it says something.</param>
    /// <param name="path">What PATH says.</param>
    /// <exception cref="InvalidOperationException">There is none; the message says what to do.</exception>
    public static string Find(string? chosen, string? path)
    {
        if (!string.IsNullOrEmpty(chosen))
        {
            return File.Exists(chosen)
                ? chosen
                : throw new InvalidOperationException($"CHROMIUM_PATH is \"{chosen}\", and there is no such file. Point it at a Chromium or a Chrome.");
        }

        return (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"The browser tests need a browser, and neither {string.Join(" nor ", Names)} is on the PATH. "
                + "Install one (on Debian: apt-get install chromium), or say with CHROMIUM_PATH where it is.");
    }
}
