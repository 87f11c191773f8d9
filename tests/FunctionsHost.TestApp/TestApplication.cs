using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.TestApp;

/// <summary>The app, for its own program and for a test that runs it in its own process.</summary>
public static class TestApplication
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--functions-uri"] = "Functions:Worker:HostEndpoint",
        ["--functions-worker-id"] = "Functions:Worker:WorkerId",
        ["--functions-request-id"] = "Functions:Worker:RequestId",
        ["--functions-grpc-max-message-length"] = "Functions:Worker:GrpcMaxMessageLength",
    };

    public static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        if (Assembly.GetEntryAssembly() != typeof(TestApplication).Assembly)
        {
            // The worker looks for its arguments in the process's command line, and for generated code in the entry assembly.
            builder.Configuration.AddCommandLine(args, Switches);
            builder.Services.AddSingleton<IFunctionMetadataProvider, GeneratedFunctionMetadataProvider>();
            builder.Services.AddSingleton<IFunctionExecutor, DirectFunctionExecutor>();
            new WorkerExtensionStartupCodeExecutor().Configure(builder);
        }

        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<StampMiddleware>();
        return builder.Build();
    }
}
