using Serverless.Local.PubSub.Http;

namespace Serverless.Local.PubSub.Faults;

/// <summary>Faults of the data plane. Stands behind the door, so that only calls with a valid token use them up.</summary>
internal sealed class FaultFilter(PubSubFaults faults, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var fault = faults.Take(PubSubFaultPoint.Request, DataPlaneRequest.HubOf(http));
        switch (fault?.Action)
        {
            case PubSubFaultAction.Refuse:
                return ServiceError.Fault(fault);
            case PubSubFaultAction.Drop:
                http.Abort();
                return Results.Empty;
            case PubSubFaultAction.LoseAnswer:
                await next(context);
                http.Abort();
                return Results.Empty;
            case PubSubFaultAction.Delay:
                await Task.Delay(fault.Delay, time, http.RequestAborted);
                break;
        }

        return await next(context);
    }
}
