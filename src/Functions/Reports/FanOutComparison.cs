using System.Text.Json;
using CharacterFanOut.Characters;

namespace CharacterFanOut.Functions.Reports;

/// <summary>Finds out what changed between two fan-outs, from what is stored of them.</summary>
public sealed class FanOutComparison(FanOutResults results)
{
    /// <summary>What changed since a fan-out; null when it is no longer stored.</summary>
    public async Task<ReportChanges?> CompareAsync(string since, string now, CancellationToken cancellation)
    {
        if (await results.LoadReportAsync(since, cancellation) is null)
        {
            return null;
        }

        var unknown = (await UnknownAsync(since, cancellation)).Union(await UnknownAsync(now, cancellation));
        return await ReportChanges.CompareAsync(since, SnapshotsAsync(since, cancellation), SnapshotsAsync(now, cancellation), unknown, cancellation);
    }

    // Not found says that there is no such character; any other failure says nothing.
    private async Task<IdSet> UnknownAsync(string fanOutId, CancellationToken cancellation) =>
        IdSet.Of(await results.ReadFailuresAsync(fanOutId, cancellation)
            .Where(failure => failure.Kind != FailureKind.NotFound).Select(failure => failure.Id).ToListAsync(cancellation));

    private IAsyncEnumerable<CharacterSnapshot> SnapshotsAsync(string fanOutId, CancellationToken cancellation) =>
        results.ReadCharactersAsync(fanOutId, cancellation).Select(Snapshot);

    // Field by field: those of objects by their paths, arrays as a whole. The id is what they are compared by.
    private static CharacterSnapshot Snapshot(Item item)
    {
        var fields = new Dictionary<string, string?>();
        Add("", item.Json);
        return new(item.Id, fields);

        void Add(string path, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in value.EnumerateObject().Where(member => path.Length > 0 || member.Name != "id"))
                {
                    Add(path.Length > 0 ? $"{path}.{member.Name}" : member.Name, member.Value);
                }
            }
            else
            {
                fields[path] = value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? value.GetString() : value.GetRawText();
            }
        }
    }
}
