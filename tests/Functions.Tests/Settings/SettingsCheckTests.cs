using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Tests.Settings;

public sealed class SettingsCheckTests
{
    [Theory]
    [InlineData("FanOut:MaxId", "FanOut:MaxIds")]
    [InlineData("CharacterApi:TotalTimout", "CharacterApi:TotalTimeout")]
    [InlineData("Reports:Pth", "Reports:Path")]
    [InlineData("Reports:Colour", null)]
    public void FindUnknown_MistypedName_NamesTheNearest(string setting, string? nearest) =>
        Assert.Equal([(setting, nearest)], SettingsCheck.FindUnknown(Configure(setting, "1")));

    [Theory]
    [InlineData("FanOut:MaxIds")]
    [InlineData("fanout:maxids")]
    [InlineData("CharacterApi:BaseAddress")]
    [InlineData("CharacterApi:Headers:Authorization")]
    [InlineData("AzureWebJobsStorage")]
    public void FindUnknown_KnownOrForeignName_FindsNothing(string setting) => Assert.Empty(SettingsCheck.FindUnknown(Configure(setting, "1")));

    [Theory]
    [InlineData("RetryCount", "many", "CharacterApi:RetryCount is 'many', which is not a number such as 3.")]
    [InlineData("RetryCount", "99999999999", "CharacterApi:RetryCount is '99999999999', which is not a number such as 3.")]
    [InlineData("TotalTimeout", "soon", "CharacterApi:TotalTimeout is 'soon', which is not a time such as 00:00:30.")]
    public void CheckValues_ThatCannotBeRead_NamesSettingValueAndRemedy(string name, string value, string expected)
    {
        var section = Configure($"CharacterApi:{name}", value).GetSection("CharacterApi");

        var failure = Assert.Throws<OptionsValidationException>(() => SettingsCheck.CheckValues<CharacterApiOptions>(section));

        Assert.Equal(expected, failure.Message);
    }

    [Theory]
    [InlineData("RetryCount", "5")]
    [InlineData("TotalTimeout", "00:01:00")]
    [InlineData("BaseAddress", "http://127.0.0.1:1/")]
    [InlineData("CircuitFailureRatio", "0.5")]
    public void CheckValues_ThatCanBeRead_Passes(string name, string value)
    {
        var section = Configure($"CharacterApi:{name}", value).GetSection("CharacterApi");

        Assert.Null(Record.Exception(() => SettingsCheck.CheckValues<CharacterApiOptions>(section)));
    }

    private static IConfigurationRoot Configure(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
}
