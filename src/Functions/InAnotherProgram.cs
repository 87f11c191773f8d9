using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions;

/// <summary>Lets the app run in a program that is not its own, such as a test: the worker's packages go by what there is one of in a process.</summary>
internal static class InAnotherProgram
{
    // By their short names, the packages read these from the command line of the process alone.
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--functions-uri"] = "Functions:Worker:HostEndpoint",
        ["--functions-worker-id"] = "Functions:Worker:WorkerId",
        ["--functions-request-id"] = "Functions:Worker:RequestId",
        ["--functions-grpc-max-message-length"] = "Functions:Worker:GrpcMaxMessageLength",
    };

    /// <summary>Adds the code that the build generates, which the packages look for in the entry assembly. Call it first.</summary>
    public static void UseGeneratedCode(FunctionsApplicationBuilder builder, string[] args)
    {
        builder.Configuration.AddCommandLine(args, Switches);
        builder.Services.AddSingleton<IFunctionMetadataProvider, GeneratedFunctionMetadataProvider>();
        builder.Services.AddSingleton<IFunctionExecutor, DirectFunctionExecutor>();
        new WorkerExtensionStartupCodeExecutor().Configure(builder);
    }

    /// <summary>Listens on a port of its own, where the packages have one for the whole process. Call it last.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Kestrel closes the socket that it listens on.")]
    public static void UseOwnPort(FunctionsApplicationBuilder builder)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = (IPEndPoint)socket.LocalEndPoint!;
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(address));
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => socket);
        builder.Services.PostConfigure<WorkerOptions>(worker => worker.Capabilities["HttpUri"] = $"http://{address}/");
    }
}
