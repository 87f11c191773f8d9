namespace CharacterFanOut.Cli.Commands;

/// <summary>Reads ids from a file or from standard input: ids and ranges, separated by white space, commas or line ends; # begins a comment.</summary>
internal static class IdList
{
    /// <param name="reader">What to read, to its end.</param>
    /// <param name="source">What it is called in an error.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CliException">A line has something else, or there are no ids.</exception>
    public static async Task<IdSet> ReadAsync(TextReader reader, string source, CancellationToken cancellationToken)
    {
        var ranges = new List<IdRange>();
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            var items = line.Split('#')[0].Split((char[])[' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            try
            {
                ranges.AddRange(items.SelectMany(static item => IdSet.Parse(item).Ranges));
            }
            catch (IdSetFormatException e)
            {
                throw CliException.BadInput($"{source}, line {number}: {e.Message}", e);
            }
        }

        return ranges.Count > 0 ? IdSet.FromRanges(ranges) : throw CliException.BadInput($"There are no ids in {source}.");
    }
}
