namespace CharacterFanOut.EndToEnd.Page;

public sealed class ChromiumTests
{
    [Fact]
    public void Find_NoBrowserAnywhere_SaysWhatToInstallAndWhatToSet()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Chromium.Find(null, ""));

        Assert.Contains("apt-get install chromium", error.Message, StringComparison.Ordinal);
        Assert.Contains("CHROMIUM_PATH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ChosenIsNotThere_NamesIt()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Chromium.Find("/no/such/browser", "/usr/bin"));

        Assert.Contains("/no/such/browser", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ChosenIsThere_IsTaken()
    {
        var chosen = Environment.ProcessPath!;

        Assert.Equal(chosen, Chromium.Find(chosen, ""));
    }
}
