using System.Text;

namespace CharacterFanOut.Functions.Reports;

/// <summary>
/// Names the place of a fan-out in a store. Whatever an id is, this is one plain name, and two ids never share one, also where
/// names know no case: anything but lower-case letters, digits, dashes and underscores is written as = and its code in hex.
/// </summary>
internal static class StoreFolders
{
    public static string NameOf(string fanOutId)
    {
        var name = new StringBuilder(fanOutId.Length);
        foreach (var c in fanOutId)
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
            {
                name.Append(c);
            }
            else
            {
                name.Append('=').Append($"{(int)c:x4}");
            }
        }

        return name.Length > 0 ? name.ToString() : "=";
    }
}
