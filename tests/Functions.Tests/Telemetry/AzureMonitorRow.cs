using System.Text.Json.Nodes;

namespace CharacterFanOut.Functions.Tests.Telemetry;

/// <summary>What the exporter sent, by the names that it has in the tables of Application Insights.</summary>
internal sealed record AzureMonitorRow(JsonNode Envelope)
{
    public string? Table => (string?)Envelope["data"]!["baseType"] switch
    {
        "RequestData" => "requests",
        "RemoteDependencyData" => "dependencies",
        "MessageData" => "traces",
        "ExceptionData" => "exceptions",
        _ => null,
    };

    public string? RoleName => (string?)Envelope["tags"]!["ai.cloud.role"];

    public string? OperationId => (string?)Envelope["tags"]!["ai.operation.id"];

    public string? this[string column] => Data[column]?.ToString();

    public string? Dimension(string name) => (string?)Data["properties"]?[name];

    private JsonNode Data => Envelope["data"]!["baseData"]!;
}
