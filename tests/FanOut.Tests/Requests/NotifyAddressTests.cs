using System.Net;

namespace CharacterFanOut.Tests.Requests;

public sealed class NotifyAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2001::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1%3")]
    [InlineData("ff02::1")]
    public void IsPublic_AddressInsideANetwork_IsFalse(string address) => Assert.False(NotifyAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::1111")]
    public void IsPublic_AddressOfTheInternet_IsTrue(string address) => Assert.True(NotifyAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://example.com/", false)]
    [InlineData("https://1.1.1.1/", false)]
    [InlineData("https://localhost.example.com/", false)]
    [InlineData("https://app.localhost/", true)]
    [InlineData("https://0x7f.1/", true)]
    [InlineData("https://017700000001/", true)]
    [InlineData("https://[fe80::1]/", true)]
    public void IsPrivate_Host_IsSeenThroughItsSpelling(string uri, bool expected) => Assert.Equal(expected, NotifyAddress.IsPrivate(new Uri(uri)));
}
