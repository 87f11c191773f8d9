namespace FunctionsHost.Worker;

/// <summary>Reads lines of any length with little memory, and keeps the last few.</summary>
internal sealed class BoundedLines
{
    private const int MaxLength = 8 * 1024;
    private const int MaxKept = 40;

    private readonly Queue<string> _lines = new();

    /// <summary>The last lines, each on one of its own.</summary>
    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }

    /// <summary>Keeps a line, and forgets the oldest when there are many.</summary>
    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == MaxKept)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    /// <summary>Hands on each line until the end; one that is very long is cut into several.</summary>
    public static async Task PumpAsync(TextReader reader, Action<string> line)
    {
        var buffer = new char[MaxLength];
        var filled = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(buffer.AsMemory(filled)).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                filled += read;
                var start = 0;
                while (buffer.AsSpan(start, filled - start).IndexOf('\n') is var end and >= 0)
                {
                    Emit(start, end);
                    start += end + 1;
                }

                filled -= start;
                buffer.AsSpan(start, filled).CopyTo(buffer);
                if (filled == buffer.Length)
                {
                    Emit(0, filled);
                    filled = 0;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The pipe is gone: so is the process.
        }

        Emit(0, filled);

        void Emit(int start, int length)
        {
            var text = buffer.AsSpan(start, length).TrimEnd();
            if (text.Length > 0)
            {
                line(text.ToString());
            }
        }
    }
}
