namespace CharacterFanOut.Functions.Exports;

/// <summary>The format of an export.</summary>
public enum ExportFormat
{
    /// <summary>One JSON array.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>CSV as in RFC 4180, with a header. Cells that a spreadsheet would run as a formula begin with an apostrophe.</summary>
    Csv,

    /// <summary>Apache Parquet with the columns of CSV: ids and attempts are numbers, all else is text.</summary>
    Parquet,
}

internal static class ExportContentType
{
    public static string Of(ExportFormat format) => format switch
    {
        ExportFormat.Json => "application/json; charset=utf-8",
        ExportFormat.Ndjson => "application/x-ndjson; charset=utf-8",
        ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
        ExportFormat.Parquet => "application/vnd.apache.parquet",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "is not a format"),
    };
}
