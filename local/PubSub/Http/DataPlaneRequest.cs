using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>What the operations of the data plane have in common: the hub, and the usual query parameters.</summary>
internal sealed class DataPlaneRequest
{
    private const string Key = "pubsub.hub";

    private readonly HttpContext _context;

    private DataPlaneRequest(HttpContext context) => _context = context;

    public HttpContext Context => _context;

    public string HubName => (string)_context.Items[Key]!;

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

    /// <summary>Binds the parameter of a minimal API handler.</summary>
    public static ValueTask<DataPlaneRequest?> BindAsync(HttpContext context) => new(new DataPlaneRequest(context));

    /// <summary>Set once by the filter that checks the name.</summary>
    public static void SetHub(HttpContext context, string canonicalName) => context.Items[Key] = canonicalName;

    private string Route(string name) => (string)_context.Request.RouteValues[name]!;
}
