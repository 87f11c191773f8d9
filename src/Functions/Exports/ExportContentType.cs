namespace CharacterFanOut.Functions.Exports;

/// <summary>The media types of exports.</summary>
internal static class ExportContentType
{
    public static string Of(ExportFormat format) => format switch
    {
        ExportFormat.Json => "application/json; charset=utf-8",
        ExportFormat.Ndjson => "application/x-ndjson; charset=utf-8",
        ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "is not a format"),
    };
}
