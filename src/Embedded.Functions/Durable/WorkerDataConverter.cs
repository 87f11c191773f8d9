using System.Text;
using System.Text.Json;
using EmbeddedFunctions.Binding;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace EmbeddedFunctions.Durable;

/// <summary>Reads and writes durable payloads with the worker's JSON, so that a function app has one way to say how JSON is written.</summary>
/// <param name="services">Gives the app's services, which exist only after the engine's options.</param>
internal sealed class WorkerDataConverter(Func<IServiceProvider> services) : DataConverter
{
    private readonly Lazy<DataConverter> _inner = new(() => WorkerJson.IsChosen(services())
        ? new Chosen(services())
        : new JsonDataConverter(WorkerJson.Options(services())));

    public override object? Deserialize(string? data, Type targetType) => _inner.Value.Deserialize(data, targetType);

    // JSON that came as JSON, over HTTP, is passed on as it is.
    public override string? Serialize(object? value) => value is JsonElement json ? json.GetRawText() : _inner.Value.Serialize(value);

    /// <summary>Goes through the serializer that the app chose. Apart, so that the usual one never loads Azure's libraries.</summary>
    private sealed class Chosen(IServiceProvider services) : DataConverter
    {
        private readonly Azure.Core.Serialization.ObjectSerializer _serializer = WorkerJson.Serializer(services);

        public override object? Deserialize(string? data, Type targetType)
        {
            if (data is null)
            {
                return null;
            }

            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(data));
            return _serializer.Deserialize(stream, targetType, CancellationToken.None);
        }

        public override string? Serialize(object? value) => value is null ? null : Encoding.UTF8.GetString(_serializer.Serialize(value, value.GetType(), CancellationToken.None).ToMemory().Span);
    }
}
