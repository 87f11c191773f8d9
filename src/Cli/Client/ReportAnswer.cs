namespace CharacterFanOut.Cli.Client;

/// <summary>A report, as read and as the host sent it.</summary>
/// <param name="Report">The report.</param>
/// <param name="Json">The host's own text: one JSON object.</param>
internal sealed record ReportAnswer(Report Report, string Json);
