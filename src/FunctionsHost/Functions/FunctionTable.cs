using FunctionsHost.Worker.Protocol;

namespace FunctionsHost.Functions;

/// <summary>
/// The app's functions: those that run, those that a setting switches off, and those whose trigger this host does not have. They are those of the
/// first worker; one that replaces it comes from the same files.
/// </summary>
internal sealed class FunctionTable(HostSettings settings, HostConfiguration configuration)
{
    private Dictionary<string, DeclaredFunction>? _functions;

    public string AppDirectory => settings.AppDirectory;

    /// <summary>The functions that run, in order of name.</summary>
    public IReadOnlyList<DeclaredFunction> Functions { get; private set; } = [];

    /// <summary>The names of those that a setting keeps from running.</summary>
    public IReadOnlyList<string> Disabled { get; private set; } = [];

    /// <summary>Those whose trigger this host does not have, by name and trigger.</summary>
    public IReadOnlyList<(string Name, string Trigger)> Unsupported { get; private set; } = [];

    public bool Runs(string name) => _functions!.ContainsKey(name);

    public DeclaredFunction? Find(string name) => _functions!.GetValueOrDefault(name);

    /// <summary>Reads what a worker says of its functions. Only the first call counts.</summary>
    /// <exception cref="FunctionDeclarationException">Any is misdeclared.</exception>
    public void Load(IEnumerable<RpcFunctionMetadata> metadata)
    {
        if (_functions is not null)
        {
            return;
        }

        var problems = new List<string>();
        var found = new List<FunctionDefinition>();
        foreach (var function in metadata)
        {
            try
            {
                found.Add(FunctionMetadataReader.Read(function));
            }
            catch (FormatException e)
            {
                problems.Add($"Function '{function.Name}' {e.Message}.");
            }
        }

        foreach (var twins in found.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            problems.Add($"Function '{twins.Key}' is declared {twins.Count()} times: give each a name of its own.");
        }

        var chosen = Choose(found, problems);
        var reader = new FunctionReader(settings, new SettingText(configuration.Settings), problems);
        var functions = chosen.Where(FunctionReader.IsSupported).Select(reader.Read).OfType<DeclaredFunction>()
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).ToList();
        CheckRoutes(functions, problems);
        if (problems.Count > 0)
        {
            throw new FunctionDeclarationException(problems);
        }

        Functions = functions;
        Disabled = [.. found.Except(chosen).Select(function => function.Name)];
        Unsupported = [.. chosen.Where(function => !FunctionReader.IsSupported(function)).Select(function => (function.Name, function.Trigger.Type))];
        _functions = functions.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
    }

    // Those that host.json names under "functions", or all, without those that a setting AzureWebJobs.{function}.Disabled switches off.
    private List<FunctionDefinition> Choose(List<FunctionDefinition> functions, List<string> problems)
    {
        var named = configuration.HostJson.GetSection("functions").GetChildren().Select(child => child.Value).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        problems.AddRange(named.Where(name => !functions.Any(function => string.Equals(function.Name, name, StringComparison.OrdinalIgnoreCase)))
            .Select(name => $"host.json names the function '{name}' under \"functions\", which does not exist: correct the name or remove it."));
        return [.. functions.Where(function => (named.Count == 0 || named.Contains(function.Name)) && !IsDisabled(function))];
    }

    private bool IsDisabled(FunctionDefinition function)
        => (configuration.Settings[$"AzureWebJobs.{function.Name}.Disabled"] ?? configuration.Settings[$"AzureWebJobs:{function.Name}:Disabled"]) is { } text
            && (text == "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase));

    private static void CheckRoutes(List<DeclaredFunction> functions, List<string> problems)
    {
        foreach (var clash in functions.Where(function => function.Http is not null).GroupBy(function => RouteReader.Shape(function.Http!.Pattern), StringComparer.Ordinal))
        {
            var same = clash.ToArray();
            for (var i = 0; i < same.Length; i++)
            {
                for (var j = i + 1; j < same.Length; j++)
                {
                    if (Overlap(same[i].Http!, same[j].Http!))
                    {
                        problems.Add($"Functions '{same[i].Name}' and '{same[j].Name}' both answer /{same[i].Http!.Template}: give one another route or other methods.");
                    }
                }
            }
        }
    }

    private static bool Overlap(HttpDeclaration one, HttpDeclaration other)
        => one.Methods.Count == 0 || other.Methods.Count == 0 || one.Methods.Intersect(other.Methods, StringComparer.Ordinal).Any();
}

/// <summary>Reads a function off the worker's description.</summary>
internal static class FunctionMetadataReader
{
    /// <exception cref="FormatException">It cannot be read; the message says why, to follow the function's name.</exception>
    public static FunctionDefinition Read(RpcFunctionMetadata metadata)
    {
        if (metadata.Name.Length == 0)
        {
            throw new FormatException("has no name");
        }

        var bindings = metadata.RawBindings.Select(ReadBinding).ToArray();
        var triggers = bindings.Count(binding => binding.IsTrigger);
        return triggers == 1
            ? new FunctionDefinition { Id = metadata.FunctionId, Name = metadata.Name, Bindings = bindings, Retry = ReadRetry(metadata.RetryOptions) }
            : throw new FormatException($"has {triggers} triggers: a function has one");
    }

    private static FunctionBinding ReadBinding(string json)
    {
        try
        {
            var binding = JsonDocument.Parse(json).RootElement;
            return binding.GetProperty("name").GetString() is { Length: > 0 } name && binding.GetProperty("type").GetString() is { Length: > 0 } type
                ? new FunctionBinding(name, type, binding)
                : throw new JsonException("Its name or type is empty.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"has a binding that cannot be read, {json}", e);
        }
    }

    private static FunctionRetry? ReadRetry(RpcRetryOptions? retry) => retry switch
    {
        null => null,
        { RetryStrategy: RpcRetryOptions.Types.RetryStrategy.FixedDelay } => new(retry.MaxRetryCount, retry.DelayInterval?.ToTimeSpan() ?? default, retry.DelayInterval?.ToTimeSpan() ?? default),
        _ => new(retry.MaxRetryCount, retry.MinimumInterval?.ToTimeSpan() ?? default, retry.MaximumInterval?.ToTimeSpan() ?? default),
    };
}
