namespace CharacterFanOut.Functions.Reports;

/// <summary>Where results are stored.</summary>
public enum ReportStoreKind
{
    /// <summary>In files under <see cref="ReportsOptions.Path"/>.</summary>
    Files,

    /// <summary>In Azure Blob Storage.</summary>
    Blobs,
}
