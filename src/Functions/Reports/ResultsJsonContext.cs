using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Reports;

/// <summary>Reads and writes what is stored, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FetchFailure))]
[JsonSerializable(typeof(FanOutReport))]
internal sealed partial class ResultsJsonContext : JsonSerializerContext;
