using System.Text.Json;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Schedules;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Http;

/// <summary>The body of <c>PUT schedules/{name}</c>, for the OpenAPI document.</summary>
/// <param name="Schedule">When: NCRONTAB in UTC, such as <c>0 0 3 * * *</c>.</param>
/// <param name="Request">The fan-out that is started each time, as in <c>POST fanouts</c> without an id.</param>
internal sealed record ScheduleBody(string Schedule, StartBody Request);

/// <summary><c>GET schedules</c>, and <c>GET</c>, <c>PUT</c> and <c>DELETE schedules/{name}</c>.</summary>
public sealed class SchedulesApi(ScheduleBook schedules, IOptions<FanOutOptions> options)
{
    private static readonly string[] Fields = ["schedule", "request"];

    [Function("ListSchedules")]
    [ApiOperation("The schedules, by name.")]
    [ApiAnswer(200, "All of them.", Json = typeof(ScheduleList))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "schedules")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => Results.Ok(await schedules.ListAsync(client, cancellation));

    [Function("GetSchedule")]
    [ApiOperation("One schedule, with what came of its last occurrences.")]
    [ApiAnswer(200, "The schedule.", Json = typeof(ScheduleView))]
    [ApiAnswer(404, "There is no such schedule.")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "schedules/{name}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string name,
        CancellationToken cancellation) =>
        await schedules.FindAsync(client, name, cancellation) is { } schedule ? Results.Ok(schedule) : Problems.NoSchedule(name);

    [Function("PutSchedule")]
    [ApiOperation("Makes a schedule, or changes the one of that name: a fan-out that is started at each occurrence, unless the one before still runs.", Body = typeof(ScheduleBody))]
    [ApiAnswer(200, "It is changed; what came of its last occurrences is kept.", Json = typeof(ScheduleView))]
    [ApiAnswer(201, "It is made.", Json = typeof(ScheduleView))]
    [ApiAnswer(400, "The schedule is not valid; errors names each field.")]
    [ApiAnswer(413, "The body is over 1 MB.")]
    [ApiAnswer(415, "The body is not application/json.")]
    [ApiAnswer(503, "The task hub cannot be written; the detail says why.")]
    public async Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "schedules/{name}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string name,
        CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadAsync(request, cancellation);
        using var disposal = json;
        if (json is null)
        {
            return refusal!;
        }

        var reader = new FanOutRequestReader(options.Value.ToLimits());
        var (expression, fanOut, errors) = Read(json.RootElement, reader);
        if (ScheduleBook.WhatIsWrongWith(name) is { } wrong)
        {
            errors["name"] = [wrong];
        }

        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var (schedule, isNew) = await schedules.PutAsync(client, name, expression!, fanOut!, cancellation);
        return isNew ? Results.Json(schedule, statusCode: StatusCodes.Status201Created) : Results.Ok(schedule);
    }

    [Function("DeleteSchedule")]
    [ApiOperation("Removes a schedule; the fan-outs that it started stay.")]
    [ApiAnswer(204, "It is gone.")]
    [ApiAnswer(404, "There is no such schedule.")]
    public static async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "schedules/{name}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string name,
        CancellationToken cancellation) =>
        await ScheduleBook.RemoveAsync(client, name, cancellation) ? Results.NoContent() : Problems.NoSchedule(name);

    private static (string? Schedule, FanOutRequest? Request, Dictionary<string, string[]> Errors) Read(JsonElement json, FanOutRequestReader reader)
    {
        var errors = new Dictionary<string, string[]>();
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors[""] = ["The body must be a JSON object such as {\"schedule\":\"0 0 3 * * *\",\"request\":{\"ids\":\"1-99\"}}."];
            return (null, null, errors);
        }

        foreach (var member in json.EnumerateObject().Where(member => !Fields.Contains(member.Name)))
        {
            errors[member.Name] = [$"There is no such field; the fields are {string.Join(", ", Fields)}."];
        }

        var schedule = json.TryGetProperty("schedule", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        if ((schedule is null ? "Say when, such as \"0 0 3 * * *\" for 03:00 UTC daily." : Cron.WhatIsWrongWith(schedule)) is { } wrong)
        {
            errors["schedule"] = [wrong];
        }

        var request = json.TryGetProperty("request", out var body) ? reader.Read(body) : null;
        if (body.ValueKind == JsonValueKind.Undefined)
        {
            errors["request"] = ["Say what to start, such as {\"ids\":\"1-99\"}."];
        }

        foreach (var (field, reasons) in reader.Errors)
        {
            errors[$"request.{field}"] = reasons;
        }

        if (reader.ChosenId is not null)
        {
            errors["request.id"] = ["The ids of scheduled fan-outs are made of the schedule's name and of the time."];
        }

        return (schedule, request, errors);
    }
}
