using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Http;

/// <summary>
/// Answers in brotli or gzip for who accepts them: what is read with GET, streamed exports too. A start's answer, which has a key in its links, stays as it is,
/// and so do events, which are not to wait for one another.
/// </summary>
internal sealed class Compression : IStartupFilter
{
    public static void Add(IServiceCollection services) => services
        .AddTransient<IStartupFilter, Compression>()
        .AddResponseCompression(compression =>
        {
            // No answer has a secret beside what a stranger can choose: nobody is logged in by a cookie.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/x-ndjson", "text/csv", "image/svg+xml"];
        });

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(http => HttpMethods.IsGet(http.Request.Method), get => get.UseResponseCompression());
        next(app);
    };
}
