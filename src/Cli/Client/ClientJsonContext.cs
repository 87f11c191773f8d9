using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Cli.Client;

/// <summary>The JSON of the host's API, without reflection: it starts faster.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(StartedFanOut))]
[JsonSerializable(typeof(PurgedFanOuts))]
[JsonSerializable(typeof(ServedHost))]
[JsonSerializable(typeof(FanOutState))]
[JsonSerializable(typeof(FanOutPage))]
[JsonSerializable(typeof(BatchesPage))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
