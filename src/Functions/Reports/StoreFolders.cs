using System.Security.Cryptography;
using System.Text;

namespace CharacterFanOut.Functions.Reports;

/// <summary>
/// Names the place of a fan-out in a store. Whatever an id is, this is one plain name, and two ids never share one, also where
/// names know no case: anything but lower-case letters, digits, dashes and underscores is written as = and its code in hex. A name that
/// becomes longer than the store takes ends with == and the id's hash in place of its rest.
/// </summary>
internal static class StoreFolders
{
    /// <summary>The name.</summary>
    /// <param name="fanOutId">The fan-out's id.</param>
    /// <param name="maxLength">The most characters that the store takes.</param>
    public static string NameOf(string fanOutId, int maxLength)
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

        if (name.Length > maxLength)
        {
            var end = $"=={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fanOutId)))}";
            name.Remove(maxLength - end.Length, name.Length - maxLength + end.Length).Append(end);
        }

        return name.Length > 0 ? name.ToString() : "=";
    }
}
