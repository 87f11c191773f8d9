using System.Net;
using System.Net.Sockets;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class NotifyConnectionTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://public.example:{0}/")]
    public async Task Connect_PrivateAddress_IsRefusedAndNobodyIsAsked(string uri)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = Client(allowPrivate: false);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(At(uri, listener)));

        Assert.Contains("AllowPrivateNotify", error.ToString(), StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Connect_PrivateAddressThatIsAllowed_IsReached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = Client(allowPrivate: true);

        var asking = client.GetAsync(At("http://public.example:{0}/", listener));
        using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await caller.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static Uri At(string uri, TcpListener listener) =>
        new(string.Format(System.Globalization.CultureInfo.InvariantCulture, uri, ((IPEndPoint)listener.LocalEndpoint).Port));

    // A name that anybody can own, and that resolves to loopback.
    private static HttpClient Client(bool allowPrivate)
    {
        var connection = new NotifyConnection(
            Options.Create(new FanOutOptions { AllowPrivateNotify = allowPrivate }),
            (host, _) => Task.FromResult(new[] { IPAddress.TryParse(host, out var address) ? address : IPAddress.Loopback }));
        return new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = connection.ConnectAsync });
    }
}
