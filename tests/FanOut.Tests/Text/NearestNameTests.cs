namespace CharacterFanOut.Tests.Text;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("rnu", "run")]
    [InlineData("--bach-size", "--batch-size")]
    [InlineData("MAXID", "MaxIds")]
    [InlineData("frob", null)]
    [InlineData("-v", null)]
    [InlineData("", null)]
    public void Find_AWord_IsTheNearestOrNone(string word, string? expected) =>
        Assert.Equal(expected, NearestName.Find(word, ["run", "--batch-size", "--max-concurrency", "MaxIds", "Retention"]));
}
