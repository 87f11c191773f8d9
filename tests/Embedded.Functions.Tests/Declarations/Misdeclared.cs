#pragma warning disable IDE0060, CA1801 // Parameters are there to be looked at by the host.
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Tests.Declarations;

/// <summary>Classes with one mistake each.</summary>
public static class Misdeclared
{
    public static class TwoTriggers
    {
        [Function("F")]
        public static void Run([HttpTrigger] HttpRequest request, [TimerTrigger("0 * * * * *")] TimerInfo timer) { }
    }

    public static class NoTrigger
    {
        [Function("F")]
        public static void Run(HttpRequest request) { }
    }

    public static class UnknownRouteParameter
    {
        [Function("F")]
        public static void Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "items/{id}")] HttpRequest request, string item) { }
    }

    public static class Twins
    {
        [Function("F")]
        public static void One([HttpTrigger(Route = "one")] HttpRequest request) { }

        [Function("f")]
        public static void Two([HttpTrigger(Route = "two")] HttpRequest request) { }
    }

    public static class BadCron
    {
        [Function("F")]
        public static void Run([TimerTrigger("0 61 * * * *")] TimerInfo timer) { }
    }

    public static class FewFields
    {
        [Function("F")]
        public static void Run([TimerTrigger("* *")] TimerInfo timer) { }
    }

    public static class NeverOccurs
    {
        [Function("F")]
        public static void Run([TimerTrigger("0 0 0 30 2 *")] TimerInfo timer) { }
    }

    public static class MissingSetting
    {
        [Function("F")]
        public static void Run([TimerTrigger("%No:Such%")] TimerInfo timer) { }
    }

    public static class BadRoute
    {
        [Function("F")]
        public static void Run([HttpTrigger(Route = "items/{id")] HttpRequest request) { }
    }

    public static class SameRoute
    {
        [Function("F")]
        public static void One([HttpTrigger("get", "post", Route = "items/{id}")] HttpRequest request) { }

        [Function("G")]
        public static void Two([HttpTrigger("post", Route = "Items/{name}")] HttpRequest request) { }
    }

    public static class UserLevel
    {
        [Function("F")]
        public static void Run([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) { }
    }

    public static class BadMethod
    {
        [Function("F")]
        public static void Run([HttpTrigger("ge t")] HttpRequest request) { }
    }

    public static class BadName
    {
        [Function("1 F")]
        public static void Run([HttpTrigger] HttpRequest request) { }
    }

    public static class NotPublic
    {
        [Function("F")]
        internal static void Run([HttpTrigger] HttpRequest request) { }
    }

    public static class GenericMethod
    {
        [Function("F")]
        public static void Run<T>([HttpTrigger] HttpRequest request) { }
    }

    public abstract class AbstractClass
    {
        [Function("F")]
        public void Run([HttpTrigger] HttpRequest request) { }
    }

    public static class AsyncVoid
    {
        [Function("F")]
        public static async void Run([HttpTrigger] HttpRequest request) => await Task.Yield();
    }

    public static class ByReference
    {
        [Function("F")]
        public static void Run([HttpTrigger] HttpRequest request, out int x) => x = 1;
    }

    public static class TwoBodies
    {
        [Function("F")]
        public static void Run([HttpTrigger] HttpRequest request, [FromBody] string one, [FromBody] string two) { }
    }

    public static class Unbound
    {
        [Function("F")]
        public static void Run([HttpTrigger] HttpRequest request, IServiceProvider services) { }
    }

    public static class ClientOfOtherType
    {
        [Function("F")]
        public static void Run([HttpTrigger] HttpRequest request, [DurableClient] string client) { }
    }

    public static class ClientUnmarked
    {
        [Function("F")]
        public static void Run([HttpTrigger] HttpRequest request, DurableTaskClient client) { }
    }

    public static class OtherHub
    {
        [Function("F")]
        public static void Run([HttpTrigger] HttpRequest request, [DurableClient(TaskHub = "elsewhere")] DurableTaskClient client) { }
    }

    public static class OrchestratorWithClient
    {
        [Function("F")]
        public static void Run([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) { }
    }

    public static class OrchestratorWithoutContext
    {
        [Function("F")]
        public static void Run([OrchestrationTrigger] string context) { }
    }

    public static class OrchestratorWithTwoInputs
    {
        [Function("F")]
        public static void Run([OrchestrationTrigger] TaskOrchestrationContext context, string one, string two) { }
    }

    public static class TimerWithoutInfo
    {
        [Function("F")]
        public static void Run([TimerTrigger("0 * * * * *")] string timer) { }
    }

    public static class SameActivity
    {
        [Function("F")]
        public static void One([ActivityTrigger(Activity = "Work")] string input) { }

        [Function("Work")]
        public static void Two([ActivityTrigger] string input) { }
    }

    public static class RetriedHttp
    {
        [Function("F")]
        [FixedDelayRetry(2, "00:00:10")]
        public static void Run([HttpTrigger] HttpRequest request) { }
    }

    public static class BadRetry
    {
        [Function("F")]
        [FixedDelayRetry(2, "soon")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) { }
    }

    public static class BackwardRetry
    {
        [Function("F")]
        [ExponentialBackoffRetry(2, "00:10:00", "00:00:01")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) { }
    }

    public static class NoRetries
    {
        [Function("F")]
        [FixedDelayRetry(0, "00:00:10")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) { }
    }

    public static class UnknownConstraint
    {
        [Function("F")]
        public static void Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:foo}")] HttpRequest request, string id) { }
    }

    public static class BadConstraint
    {
        [Function("F")]
        public static void Run([HttpTrigger(Route = "items/{id:range(a)}")] HttpRequest request, string id) { }
    }

    public static class OrchestratorWithLogger
    {
        [Function("F")]
        public static void Run([OrchestrationTrigger] TaskOrchestrationContext context, ILogger log) { }
    }

    public static class ActivityOfAStream
    {
        [Function("F")]
        public static void Run([ActivityTrigger] Stream input) { }
    }

    public static class ActivityOfARequest
    {
        [Function("F")]
        public static void Run([ActivityTrigger] HttpRequest input) { }
    }

    public static class TwoHttpResults
    {
        [Function("F")]
        public static Both? Run([HttpTrigger] HttpRequest request) => null;
    }

    public sealed class Both
    {
        [HttpResult]
        public IResult? One { get; set; }

        [HttpResult]
        public IResult? Two { get; set; }
    }
}
