namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Turns the ASP.NET Core integration on.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Turns the ASP.NET Core integration on. This host always has it, so here the call changes nothing.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}
