using System.Net;
using System.Net.Sockets;

namespace CharacterFanOut;

/// <summary>Tells addresses on the open internet from those inside somebody's network, where a notice must not go.</summary>
public static class NotifyAddress
{
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // Looks public, but is Azure's own platform to whoever runs there.
            "168.63.129.16/32",

            // Special, documentation, and 6to4 and Teredo, which carry an IPv4 address of anywhere.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    // All that is handed out to the open internet; loopback, link-local, unique local, mapped and translated addresses lie outside.
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Whether an address is one of the open internet: not loopback, link-local, private, shared, translated, reserved or multicast.</summary>
    /// <param name="address">The address; one of IPv4 mapped into IPv6 counts as what it stands for.</param>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var one = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (one.AddressFamily == AddressFamily.InterNetwork || Global6.Contains(one)) && !Array.Exists(Refused, network => network.Contains(one));
    }

    /// <summary>
    /// Whether a URI's host is refused before anybody asks what it resolves to: an address that is not public, or a name of this machine.
    /// </summary>
    /// <param name="uri">An absolute URI.</param>
    public static bool IsPrivate(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var host = uri.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out var address)
            ? !IsPublic(address)
            : host.Length == 0 || uri.IsLoopback || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
