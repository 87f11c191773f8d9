using System.Net.Sockets;
using System.Text;

namespace FunctionsHost.Tests;

/// <summary>Sends requests that no client would send.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Sends the text as it is and gives the status that comes back.</summary>
    public static async Task<int> StatusAsync(Uri host, string request)
    {
        using var client = await SendAsync(host, request);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        return Status(await reader.ReadLineAsync().WaitAsync(Deadline));
    }

    /// <summary>Sends the text as it is and gives all that comes back until the connection is closed, which the request has to ask for.</summary>
    public static async Task<(int Status, string Text)> AnswerAsync(Uri host, string request)
    {
        using var client = await SendAsync(host, request);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        var text = await reader.ReadToEndAsync().WaitAsync(Deadline);
        return (Status(text), text);
    }

    private static async Task<TcpClient> SendAsync(Uri host, string request)
    {
        var client = new TcpClient();
        await client.ConnectAsync(host.Host, host.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        return client;
    }

    private static int Status(string? text) => text is ['H', 'T', 'T', 'P', '/', ..]
        ? int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
        : throw new InvalidDataException($"This is no answer: '{text}'.");
}
