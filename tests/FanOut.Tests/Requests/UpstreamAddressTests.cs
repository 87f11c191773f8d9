namespace CharacterFanOut.Tests.Requests;

public sealed class UpstreamAddressTests
{
    [Theory]
    [InlineData("https://host/api", "https://host/api/", "https://host/api/character/7")]
    [InlineData("https://HOST:443/api/", "https://host/api/", "https://host/api/character/7")]
    [InlineData("https://host/items/{id}", "https://host/items/{id}", "https://host/items/7")]
    [InlineData("https://host/{id}/of/{id}", "https://host/{id}/of/{id}", "https://host/7/of/7")]
    public void Address_IsNamedAndLeadsToItems(string text, string name, string item)
    {
        Assert.Null(UpstreamAddress.WhatIsWrongWith(text));
        var address = new UpstreamAddress(text);

        Assert.Equal((name, name, item, item), (address.Name, address.Shown(), address.Of(7).AbsoluteUri, address.Shown(7)));
        Assert.Equal(address.IsTemplate, address.List is null);
    }

    [Fact]
    public void Query_IsSentAndNeverShown()
    {
        var address = new UpstreamAddress("https://host/items?id={id}&key=s3cret&x");

        Assert.Equal("https://host/items?id=7&key=s3cret&x", address.Of(7).AbsoluteUri);
        Assert.Equal("https://host/items?id={id}&key=***&x", address.Shown());
        Assert.Equal("https://host/items?id=***&key=***&x", address.Shown(7));
        Assert.StartsWith(address.Shown() + "#", address.Name, StringComparison.Ordinal);

        // Another value may mean other data.
        Assert.NotEqual(address.Name, new UpstreamAddress("https://host/items?id={id}&key=other&x").Name);
        Assert.Equal(address.Name, new UpstreamAddress(address.Text).Name);
    }

    [Theory]
    [InlineData("items/{id}", "not an absolute http or https URL")]
    [InlineData("ftp://host/{id}", "not an absolute http or https URL")]
    [InlineData("https://bob:s3cret@host/{id}", "user name or a password")]
    [InlineData("https://host/{id}#x", "fragment")]
    [InlineData("https://host/items?v=2", "no {id}")]
    [InlineData("https://host/{ID}/{id}", "only {id} is replaced")]
    [InlineData("https://host/{name}", "only {id} is replaced")]
    [InlineData("https://{id}.host/", "not in its host")]
    [InlineData("https://host:80{id}/", "not in its host")]
    [InlineData("", "not an absolute http or https URL")]
    public void Address_ThatCannotBe_IsRefusedWithoutItsSecrets(string text, string why)
    {
        var wrong = UpstreamAddress.WhatIsWrongWith(text);

        Assert.Contains(why, wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", wrong, StringComparison.Ordinal);
    }
}
