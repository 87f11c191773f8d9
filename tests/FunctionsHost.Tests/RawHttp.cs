using System.Net.Sockets;
using System.Text;

namespace FunctionsHost.Tests;

/// <summary>Sends requests that no client would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends the text as it is and gives the status that comes back.</summary>
    public static async Task<int> StatusAsync(Uri host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Host, host.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
