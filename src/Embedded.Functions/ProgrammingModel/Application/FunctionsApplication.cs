namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// A builder that reads <c>host.json</c>, <c>local.settings.json</c> (its <c>Values</c>), the environment and the
    /// command line, each over the one before.
    /// </summary>
    /// <param name="args">The command line; <c>--port</c> chooses the port.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args ?? []);
}
