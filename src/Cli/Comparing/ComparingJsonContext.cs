using System.Text.Json;
using System.Text.Json.Serialization;
using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>The JSON of a comparison and of its contenders.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FetchResult))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(Report))]
internal sealed partial class ComparingJsonContext : JsonSerializerContext;
