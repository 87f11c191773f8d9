using System.Reflection;

namespace EmbeddedFunctions.Hosting;

/// <summary>Knows where an app's functions are when nobody says.</summary>
internal static class EntryPoint
{
    public static Assembly Assembly(EmbeddedHostOptions options)
        => options.FunctionsAssembly
            ?? System.Reflection.Assembly.GetEntryAssembly()
            ?? throw new InvalidOperationException("There is no entry assembly to find functions in: set FunctionsAssembly in ConfigureEmbeddedHost.");
}
