using System.Net.Sockets;

namespace CharacterFanOut.Cli.Client;

/// <summary>Turns failures of the network into words.</summary>
internal static class NetworkText
{
    /// <summary>Why there was no answer, in the words of what failed first; the address is left to whoever says it.</summary>
    public static string Reason(Exception failure)
    {
        var first = failure.GetBaseException();
        return first is SocketException socket ? socket.Message : first.Message.TrimEnd('.');
    }
}
