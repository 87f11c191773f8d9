using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>
/// Holds requests back until the application is there: the port is known only once it is bound, and the data holds absolute URLs.
/// </summary>
internal sealed class DeferredApplication : IHttpApplication<IFeatureCollection>
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SampleApiApplication? application;

    public void Set(SampleApiApplication value)
    {
        application = value;
        ready.SetResult();
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => application?.ProcessAsync(context) ?? WaitAsync(context);

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    private async Task WaitAsync(IFeatureCollection context)
    {
        await ready.Task;
        await application!.ProcessAsync(context);
    }
}
