using CharacterFanOut.Functions.Exports;
using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>Reads <c>?format=</c>.</summary>
internal static class ExportFormats
{
    public static ExportFormat? Read(HttpRequest request, params ReadOnlySpan<ExportFormat> allowed)
    {
        var asked = request.Query["format"].ToString();
        foreach (var format in allowed)
        {
            if (asked.Length == 0 || asked.Equals(format.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }
}
