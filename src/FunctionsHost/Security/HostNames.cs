using System.Net;

namespace FunctionsHost.Security;

/// <summary>
/// Knows which Host headers are this host's. A web page elsewhere that has its own name resolve to loopback (DNS
/// rebinding) sends that name, and is refused.
/// </summary>
internal sealed class HostNames
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "localhost" };
    private readonly HashSet<IPAddress> _addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback];
    private readonly bool _anyAddress;
    private readonly bool _anyName;

    public HostNames(HostSettings settings)
    {
        foreach (var allowed in settings.AllowedHosts)
        {
            if (IPAddress.TryParse(allowed, out var address))
            {
                _addresses.Add(Plain(address));
            }
            else
            {
                _names.Add(allowed);
            }
        }

        _anyName = _names.Contains("*");
        _anyAddress = settings.BindAddress.Equals(IPAddress.Any) || settings.BindAddress.Equals(IPAddress.IPv6Any);
        _addresses.Add(Plain(settings.BindAddress));
        if (!IPAddress.IsLoopback(settings.BindAddress))
        {
            _names.Add(Dns.GetHostName());
        }
    }

    public bool IsOurs(HostString host)
    {
        if (_anyName)
        {
            return true;
        }

        // An address can be written in many ways, and means the same in all of them; a name may end in the root's dot.
        return IPAddress.TryParse(host.Host, out var address)
            ? _anyAddress || _addresses.Contains(Plain(address))
            : _names.Contains(host.Host is [.. var name, '.'] ? name : host.Host);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
