namespace CharacterFanOut.Functions.Http;

/// <summary>The answer of <c>GET health</c>.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Version">The version of the app.</param>
/// <param name="Runtime"><c>azure</c> in Azure, <c>local</c> elsewhere.</param>
/// <param name="StartedAt">When the process that answers started: another time than before tells of a restart.</param>
/// <param name="Upstream">The upstream that new fan-outs ask: its name or its address. It is not asked for its health.</param>
/// <param name="TaskHub">The task hub.</param>
/// <param name="Store">The report store.</param>
public sealed record HealthView(string Status, string Version, string Runtime, DateTimeOffset StartedAt, string Upstream, HealthPart TaskHub, HealthPart Store);
