using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Upstream;

namespace Serverless.Local.PubSub.Faults;

/// <summary>
/// What the service has no counterpart for: faults on request, and event handlers without a deployment. For this machine
/// only.
/// </summary>
internal static class EmulatorControls
{
    public static void MapEmulatorControls(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/emulator").OnlyFromThisMachine();
        group.MapPost("/faults", AddFault);
        group.MapDelete("/faults", (PubSubFaults faults) => Done(faults.Clear));
        group.MapPost("/reload", (PubSubEmulator emulator, string? hub) => Done(() => emulator.ReloadService(hub)));
        group.MapPost("/abort", (PubSubEmulator emulator, string? hub) => Done(() => emulator.AbortSockets(hub)));
        group.MapPut("/hubs/{hub}/eventHandlers", SetHandlers);
    }

    private static IResult Done(Action operation)
    {
        operation();
        return Results.NoContent();
    }

    private static IResult AddFault(PubSubFault fault, PubSubFaults faults)
    {
        try
        {
            faults.Add(fault);
            return Results.NoContent();
        }
        catch (ArgumentException problem)
        {
            return Results.Text(problem.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static IResult SetHandlers(string hub, IReadOnlyList<PubSubEventHandler> eventHandlers, EventHandlers handlers)
    {
        if (!HubName.TryParse(hub, out var name))
        {
            return Results.Text("The hub name is invalid.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            handlers.Set(name, eventHandlers);
            return Results.NoContent();
        }
        catch (FormatException problem)
        {
            return Results.Text(problem.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
