using System.Net;
using EmbeddedFunctions.Hosting;
using Microsoft.AspNetCore.Http;

namespace EmbeddedFunctions.Security;

/// <summary>
/// Knows which Host headers are this host's. A web page elsewhere that has its own name resolve to loopback (DNS
/// rebinding) sends that name, and is refused.
/// </summary>
internal sealed class HostNames
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "localhost" };
    private readonly bool _anyAddress;
    private readonly bool _anyName;

    public HostNames(HostSettings settings)
    {
        _names.UnionWith(settings.AllowedHosts);
        _anyName = _names.Contains("*");
        _anyAddress = settings.BindAddress.Equals(IPAddress.Any) || settings.BindAddress.Equals(IPAddress.IPv6Any);
        Add(settings.BindAddress);
        Add(IPAddress.Loopback);
        Add(IPAddress.IPv6Loopback);
        if (!IPAddress.IsLoopback(settings.BindAddress))
        {
            _names.Add(Dns.GetHostName());
        }
    }

    public bool IsOurs(HostString host)
        => _anyName || _names.Contains(host.Host) || (_anyAddress && IPAddress.TryParse(host.Host.Trim('[', ']'), out _));

    private void Add(IPAddress address)
    {
        _names.Add(address.ToString());
        _names.Add($"[{address}]");
    }
}
