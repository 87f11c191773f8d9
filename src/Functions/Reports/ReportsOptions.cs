using System.ComponentModel.DataAnnotations;

namespace CharacterFanOut.Functions.Reports;

/// <summary>Where results are stored, section <c>Reports</c>.</summary>
public sealed class ReportsOptions
{
    public const string Section = "Reports";
    public const string DefaultPath = ".fanout/reports";
    public const string DefaultContainer = "fanout-reports";

    /// <summary>The store; files unless set.</summary>
    public ReportStoreKind Store { get; set; } = ReportStoreKind.Files;

    /// <summary>The folder of the file store; <c>.fanout/reports</c> under the current folder unless set.</summary>
    [Required]
    public string Path { get; set; } = DefaultPath;

    /// <summary>The container of the blob store; <c>fanout-reports</c> unless set.</summary>
    [Required]
    [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$", ErrorMessage = "Reports:Container must be a container name: 3 to 63 lower-case letters, digits and single dashes.")]
    public string Container { get; set; } = DefaultContainer;
}

/// <summary>Where results are stored.</summary>
public enum ReportStoreKind
{
    /// <summary>In files under <see cref="ReportsOptions.Path"/>.</summary>
    Files,

    /// <summary>In Azure Blob Storage.</summary>
    Blobs,
}
