using System.Reflection;
using System.Reflection.Emit;
using FunctionsHost.Functions;
using FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json;

namespace FunctionsHost.Reference.Tests.Hosts;

/// <summary>
/// The worker's orchestrators and activities as functions of a WebJobs host: a method each, made at run time as Microsoft's host makes
/// them, that passes what the trigger gives on to the worker.
/// </summary>
public static class WorkerFunctions
{
    private static IFunctionInvoker s_invoker = null!;
    private static TaskCompletionSource<string> s_client = new();

    /// <summary>The text that Microsoft's host gives to a function with a durable client.</summary>
    public static Task<string> ClientBinding => s_client.Task;

    /// <summary>A type with a method for each durable function of the worker.</summary>
    internal static Type Define(IFunctionInvoker invoker)
    {
        s_invoker = invoker;
        s_client = new TaskCompletionSource<string>();
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("WorkerFunctions"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("WorkerFunctions")
            .DefineType("Functions", TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Abstract);
        foreach (var function in invoker.Functions)
        {
            if (Is(function, "orchestrationTrigger"))
            {
                DefineMethod(type, function.Name, typeof(OrchestrationTriggerAttribute));
            }
            else if (Is(function, "activityTrigger"))
            {
                DefineMethod(type, function.Name, typeof(ActivityTriggerAttribute));
            }
        }

        return type.CreateType();
    }

    // The analyzer is for functions that run in Microsoft's host: those in a worker get the client as text.
#pragma warning disable DF0203
    [FunctionName(nameof(TakeClient))]
    [NoAutomaticTrigger]
    public static void TakeClient([DurableClient] string client) => s_client.TrySetResult(client);
#pragma warning restore DF0203

    /// <summary>What every method does. It throws as Microsoft's host does: the extension reads the parts from the message.</summary>
    public static async Task<object?> CallAsync(string function, string input)
    {
        try
        {
            var result = await s_invoker.InvokeAsync(function, new TriggerInput(input), CancellationToken.None);
            return result is { IsJson: true, Text: { } json }
                ? JsonConvert.DeserializeObject(json, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })
                : result.Text;
        }
        catch (Worker.FunctionFailedException e)
        {
            throw new InvalidOperationException($"Result: Failure\nException: {e.RemoteMessage}\nStack: {e.RemoteStackTrace}");
        }
    }

    private static bool Is(FunctionDefinition function, string trigger) => string.Equals(function.Trigger.Type, trigger, StringComparison.OrdinalIgnoreCase);

    private static void DefineMethod(TypeBuilder type, string name, Type trigger)
    {
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(Task<object>), [typeof(string)]);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [name]));
        method.DefineParameter(1, ParameterAttributes.None, "input").SetCustomAttribute(new CustomAttributeBuilder(trigger.GetConstructor([])!, []));
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldstr, name);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(WorkerFunctions).GetMethod(nameof(CallAsync))!);
        code.Emit(OpCodes.Ret);
    }
}
