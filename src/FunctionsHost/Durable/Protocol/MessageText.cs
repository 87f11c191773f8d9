using System.Buffers;
using Google.Protobuf;

namespace FunctionsHost.Durable.Protocol;

/// <summary>Payloads as they travel in a binding's text.</summary>
internal static class MessageText
{
    /// <summary>A message in base64.</summary>
    public static string Encode(IMessage message)
    {
        var size = message.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            message.WriteTo(buffer.AsSpan(0, size));
            return Convert.ToBase64String(buffer, 0, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="FormatException">The text is not base64.</exception>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no such message.</exception>
    public static T Decode<T>(MessageParser<T> parser, string text)
        where T : IMessage<T>
    {
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            return Convert.TryFromBase64String(text, buffer, out var size)
                ? parser.ParseFrom(buffer, 0, size)
                : throw new FormatException("The worker's answer is not base64.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// An activity's input as the function takes it. The orchestration context schedules an activity with a list of arguments,
    /// which always has one.
    /// </summary>
    public static string? TakeApart(string? arguments)
        => arguments is ['[', .., ']'] ? arguments.Length == 2 ? null : arguments[1..^1] : arguments;
}
