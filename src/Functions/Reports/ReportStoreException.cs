namespace CharacterFanOut.Functions.Reports;

/// <summary>The report store could not do what was asked; the message says which store and why.</summary>
public sealed class ReportStoreException(string message, Exception inner) : Exception(message, inner);
