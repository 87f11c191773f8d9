using System.Buffers;
using System.IO.Pipelines;

namespace CharacterFanOut.Functions.Exports;

/// <summary>Copies stored lines of JSON to an export, as they are or as one array, and never holds more than a piece of a batch.</summary>
internal static class JsonLines
{
    public static async Task CopyAsync(IAsyncEnumerable<Stream> batches, Stream target, CancellationToken cancellationToken)
    {
        await foreach (var batch in batches)
        {
            await batch.CopyToAsync(target, cancellationToken);
        }
    }

    public static async Task CopyAsArrayAsync(IAsyncEnumerable<Stream> batches, Stream target, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(target, new StreamPipeWriterOptions(leaveOpen: true, minimumBufferSize: 1 << 14));
        writer.Write("["u8);
        var separator = "\n"u8.ToArray();
        await foreach (var batch in batches)
        {
            var reader = PipeReader.Create(batch, new StreamPipeReaderOptions(leaveOpen: true));
            ReadResult read;
            do
            {
                read = await reader.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    WriteItem(writer, ref separator, rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                reader.AdvanceTo(rest.Start, rest.End);
                await writer.FlushAsync(cancellationToken);
            }
            while (!read.IsCompleted);
            await reader.CompleteAsync();
        }

        writer.Write("\n]\n"u8);
        await writer.CompleteAsync();
    }

    private static void WriteItem(PipeWriter writer, ref byte[] separator, ReadOnlySequence<byte> line)
    {
        writer.Write(separator);
        foreach (var piece in line)
        {
            writer.Write(piece.Span);
        }

        separator = ",\n"u8.ToArray();
    }
}
