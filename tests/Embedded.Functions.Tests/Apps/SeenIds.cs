using System.Collections.Concurrent;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class SeenIds
{
    private readonly ConcurrentDictionary<string, bool> _ids = new();

    public bool Add(string id) => _ids.TryAdd(id, true);
}
