using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Characters.Tests;

public sealed class CharacterServiceCollectionExtensionsTests
{
    [Theory]
    [InlineData("BaseAddress", "ftp://example.org/", "is not an absolute http or https URL")]
    [InlineData("BaseAddress", "characters", "is not an absolute http or https URL")]
    [InlineData("BaseAddress", "http://127.0.0.1/api/?x=1", "has a query, and no {id}")]
    [InlineData("BaseAddress", "", "BaseAddress")]
    [InlineData("BaseAddress", "http://bob:s3cr3t@127.0.0.1/api/", "'http://***@127.0.0.1/api/' contains credentials")]
    [InlineData("BaseAddress", "http://bob:s3/cr3t@127.0.0.1/api/", "'http://***@127.0.0.1/api/' is not an absolute http or https URL")]
    [InlineData("BaseAddress", "bob:s3cr3t@127.0.0.1/api/", "'***@127.0.0.1/api/' is not an absolute http or https URL")]
    [InlineData("BaseAddress", "http://", "is not an absolute http or https URL")]
    [InlineData("BaseAddress", "http://127.0.0.1/api/?key=s3cr3t", "'http://127.0.0.1/api/?***' has a query, and no {id}")]
    [InlineData("BaseAddress", "characters?key=s3cr3t", "'characters?***' is not an absolute http or https URL")]
    [InlineData("Headers:X-Key", "", "CharacterApi:Headers:X-Key")]
    [InlineData("Headers:X-Key", "s3cr3t\r\nHost: elsewhere", "CharacterApi:Headers:X-Key")]
    [InlineData("Headers:Content-Type", "s3cr3t", "CharacterApi:Headers:Content-Type")]
    [InlineData("Headers:X Key", "s3cr3t", "CharacterApi:Headers:X Key")]
    [InlineData("CloseTimeout", "00:06:00", "CloseTimeout")]
    [InlineData("RetryCount", "11", "RetryCount")]
    [InlineData("RetryCount", "-1", "RetryCount")]
    [InlineData("TotalTimeout", "00:00:00", "TotalTimeout")]
    [InlineData("AttemptTimeout", "00:00:31", "more than TotalTimeout")]
    [InlineData("MaxRetryAfter", "01:00:00", "MaxRetryAfter")]
    [InlineData("CircuitFailureRatio", "0", "CircuitFailureRatio")]
    [InlineData("CircuitMinimumThroughput", "1", "CircuitMinimumThroughput")]
    [InlineData("CircuitSamplingDuration", "00:00:00.1", "CircuitSamplingDuration")]
    [InlineData("CircuitBreakDuration", "00:00:00.1", "CircuitBreakDuration")]
    [InlineData("MaxResponseBytes", "0", "MaxResponseBytes")]
    [InlineData("MaxConcurrency", "0", "MaxConcurrency")]
    [InlineData("Rate", "50", "'50' is not a rate")]
    [InlineData("Rate", "0/s", "'0/s' is not a rate")]
    [InlineData("Rate", "1000001/s", "'1000001/s' is not a rate")]
    [InlineData("Rate", "50/w", "'50/w' is not a rate")]
    [InlineData("ConnectionLifetime", "00:00:00", "ConnectionLifetime")]
    [InlineData("UserAgent", "", "UserAgent")]
    [InlineData("UserAgent", "a/b/c", "not a User-Agent header")]
    public void AddCharacterClient_BadSetting_FailsAtStartAndSaysWhich(string key, string value, string said)
    {
        using ServiceProvider services = Build((key, value));

        OptionsValidationException exception =
            Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cr3t", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddCharacterClient_CredentialsInTheAddress_SaysWhereTheyGo()
    {
        using ServiceProvider services = Build(("BaseAddress", "http://bob:s3cr3t@127.0.0.1/api/"));

        string message = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Message;

        Assert.Contains("CharacterApi:Headers:Authorization", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddCharacterClient_NoSettings_StartsWithThePublicApi()
    {
        using ServiceProvider services = Build();

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal("https://rickandmortyapi.com/api/", services.GetRequiredService<IOptions<CharacterApiOptions>>().Value.BaseAddress);
    }

    [Fact]
    public async Task AddCharacterClient_Twice_RetriesNoMoreThanOnce()
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultsAsync("""{"fail":1}""");
        ConfigurationManager configuration = new() { ["CharacterApi:BaseAddress"] = upstream.BaseAddress.ToString(), ["CharacterApi:RetryDelay"] = "00:00:00" };
        ServiceCollection services = new();
        services.AddCharacterClient(configuration).AddCharacterClient(configuration);
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<CharacterClient>().FetchAsync(1);

        Assert.Equal(4, await upstream.RequestsAsync());
    }

    [Fact]
    public async Task AddCharacterClient_BaseAddressWithoutSlash_AsksBelowIt()
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await using ServiceProvider services = Upstream.Services(new Uri(upstream.BaseAddress.AbsoluteUri.TrimEnd('/')), TimeProvider.System);

        Expect.Fetched(await services.GetRequiredService<CharacterClient>().FetchAsync(1));
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        ConfigurationManager configuration = new();
        foreach ((string key, string value) in settings)
        {
            configuration["CharacterApi:" + key] = value;
        }

        return new ServiceCollection().AddCharacterClient(configuration).BuildServiceProvider();
    }
}
