using Serverless.Local.PubSub.Filters;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>What the operations of the data plane have in common: the hub, and the usual query parameters.</summary>
internal sealed class DataPlaneRequest
{
    private const string Key = "pubsub.hub";

    private readonly HttpContext _context;

    private DataPlaneRequest(HttpContext context) => _context = context;

    public HttpContext Context => _context;

    public string HubName => HubOf(_context);

    public PubSubHub Hub => _context.RequestServices.GetRequiredService<PubSubEmulator>().Hub(HubName);

    public string ConnectionId => Route("connection");

    public string UserId => Route("user");

    /// <summary>Null when the name breaks the rules.</summary>
    public string? Group =>
        RawTarget.SegmentAfter(_context, "groups") is { } name && GroupName.IsValid(name) ? name : null;

    public CloseReason CloseReason =>
        new(CloseCode.Normal, (string?)_context.Request.Query["reason"] ?? "The connection was closed by the service.");

    /// <summary>Connection ids that a broadcast or a mass close leaves out.</summary>
    public IReadOnlySet<string> Excluded =>
        _context.Request.Query["excluded"].OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Null: messages wait for a slow client for ever.</summary>
    public TimeSpan? TimeToLive =>
        int.TryParse((string?)_context.Request.Query["messageTtlSeconds"], out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>True also when the caller sent no filter.</summary>
    public bool TryReadFilter(out ConnectionFilter filter, out string problem)
    {
        (filter, problem) = (ConnectionFilter.Everybody, string.Empty);
        return (string?)_context.Request.Query["filter"] is not { } text
            || ConnectionFilter.TryParse(text, out filter, out problem);
    }

    /// <summary>Binds the parameter of a minimal API handler.</summary>
    public static ValueTask<DataPlaneRequest?> BindAsync(HttpContext context) => new(new DataPlaneRequest(context));

    public static string HubOf(HttpContext context) => (string)context.Items[Key]!;

    /// <summary>Set once by the filter that checks the name.</summary>
    public static void SetHub(HttpContext context, string canonicalName) => context.Items[Key] = canonicalName;

    private string Route(string name) => (string)_context.Request.RouteValues[name]!;
}
