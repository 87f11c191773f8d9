namespace CharacterFanOut.Functions.Reports;

/// <summary>
/// Keeps the results of fan-outs: for each fan-out a flat set of named objects, written whole and read as streams. Names
/// consist of lower-case letters, digits, dots, dashes and slashes. What the store cannot do is a
/// <see cref="ReportStoreException"/> that says which store and why.
/// </summary>
public interface IReportStore
{
    /// <summary>Where the objects of a fan-out whose names begin with a prefix lie, for people.</summary>
    string Locate(string fanOutId, string prefix);

    /// <summary>Writes an object whole, in place of one of the same name: readers see the old one or the new one.</summary>
    Task WriteAsync(string fanOutId, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Opens an object for reading; null when there is none.</summary>
    Task<Stream?> OpenAsync(string fanOutId, string name, CancellationToken cancellation);

    /// <summary>The names of a fan-out's objects that begin with <paramref name="prefix"/>, in no particular order.</summary>
    IAsyncEnumerable<string> ListAsync(string fanOutId, string prefix, CancellationToken cancellation);

    /// <summary>Deletes all objects of a fan-out; none is fine.</summary>
    Task DeleteAsync(string fanOutId, CancellationToken cancellation);

    /// <summary>Returns when the store can be reached and written to; else throws.</summary>
    Task CheckAsync(CancellationToken cancellation);
}

/// <summary>The report store could not do what was asked; the message says which store and why.</summary>
public sealed class ReportStoreException(string message, Exception inner) : Exception(message, inner);
