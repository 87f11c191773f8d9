namespace CharacterFanOut.Functions.Exports;

/// <summary>How an export is written.</summary>
public enum ExportFormat
{
    /// <summary>One JSON array.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>CSV as in RFC 4180, with a header, and with what a spreadsheet would take for a formula defused.</summary>
    Csv,
}
