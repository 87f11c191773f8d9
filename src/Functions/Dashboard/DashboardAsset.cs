namespace CharacterFanOut.Functions.Dashboard;

/// <summary>A file of the page.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">What it is, such as <c>text/css; charset=utf-8</c>.</param>
/// <param name="ETag">A quoted hash of its bytes.</param>
internal sealed record DashboardAsset(byte[] Content, string ContentType, string ETag);
