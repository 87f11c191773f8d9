namespace FunctionsHost.Worker;

/// <summary>Which program an app's folder runs, from its <c>worker.config.json</c>.</summary>
/// <param name="Executable">The program: <c>dotnet</c>, or a full path.</param>
/// <param name="WorkerFile">The file that it runs: full path; null when the executable is the worker itself.</param>
internal sealed record WorkerConfig(string Executable, string? WorkerFile)
{
    private const string FileName = "worker.config.json";
    private const string RootPlaceholder = "{WorkerRoot}";

    /// <exception cref="WorkerStartException">The folder is not that of a built isolated worker.</exception>
    public static WorkerConfig Read(string appDirectory)
    {
        var path = Path.Combine(appDirectory, FileName);
        if (!File.Exists(path))
        {
            throw new WorkerStartException($"{appDirectory} has no {FileName}: give the folder of a built .NET isolated worker, such as bin/Release/net10.0.");
        }

        string? executable, file;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var description = document.RootElement.GetProperty("description");
            executable = description.GetProperty("defaultExecutablePath").GetString();
            file = description.TryGetProperty("defaultWorkerPath", out var worker) ? worker.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new WorkerStartException($"{path} cannot be read: {e.Message}", e);
        }

        if (string.IsNullOrEmpty(executable))
        {
            throw new WorkerStartException($"{path} names no executable.");
        }

        // A self-contained worker is named by its path under the app's folder, and takes no file.
        if (executable.StartsWith(RootPlaceholder, StringComparison.OrdinalIgnoreCase))
        {
            return new WorkerConfig(Resolve(executable[RootPlaceholder.Length..]), null);
        }

        return string.IsNullOrEmpty(file)
            ? throw new WorkerStartException($"{path} names no worker file.")
            : new WorkerConfig(executable, Resolve(file));

        string Resolve(string relative)
        {
            var full = Path.GetFullPath(Path.Combine(appDirectory, relative.Replace(RootPlaceholder, "", StringComparison.OrdinalIgnoreCase).TrimStart('/', '\\')));
            return File.Exists(full) ? full : throw new WorkerStartException($"{path} names {full}, which does not exist: build the app again.");
        }
    }
}
