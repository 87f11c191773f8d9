using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>GUIDs that come out the same on every replay: version 5 (RFC 9562), from the instance, the turn's time and a counter.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = new("6f1c0f0e-4a4e-4f53-9d0e-0b8c7b3f2a11");

    public static Guid Create(string instanceId, DateTime time, int counter)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{time.Ticks}_{counter}");
        int length = Encoding.UTF8.GetByteCount(name);
        byte[] input = new byte[16 + length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input.AsSpan(16));
#pragma warning disable CA5350 // RFC 9562 says SHA-1; nothing here is a secret.
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
