using System.Text.Json;

namespace FunctionsHost.Management;

/// <summary>Finds text in JSON that is no Unicode: the parser leaves half a surrogate pair for whoever reads it to fall over.</summary>
internal static class JsonText
{
    /// <summary>Reads every name and text once.</summary>
    /// <exception cref="InvalidOperationException">One cannot be read.</exception>
    public static void Check(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Check(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Check(member.Value);
                }

                break;
        }
    }
}
