using System.Net;
using System.Text;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Platform;

/// <summary>Everything the control plane is told from outside.</summary>
public sealed record FunctionsOptions
{
    /// <summary>Folder of the embedded database, for one machine; made when it is absent. Or one of the two below.</summary>
    public string? DataPath { get; init; }

    /// <summary>Of an Azure storage account, with its key or a shared access signature, or of Azurite.</summary>
    public string? TablesConnectionString { get; init; }

    /// <summary>https://{account}.table.core.windows.net, opened with the app's Entra identity.</summary>
    public Uri? TablesUrl { get; init; }

    /// <summary>Where clients reach <c>/v2</c>; goes into links.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>Shared with the media workers: signs tickets and internal calls. At least 32 bytes of UTF-8.</summary>
    public required string WorkerKey { get; init; }

    /// <summary><c>Endpoint=…;AccessKey=…;Version=1.0;</c> of Web PubSub or its emulator. Or the one below.</summary>
    public string? PubSubConnectionString { get; init; }

    /// <summary>https://{name}.webpubsub.azure.com, called with the app's Entra identity.</summary>
    public Uri? PubSubUrl { get; init; }

    /// <summary>Opens /manage, where tenants are made; at least 32 bytes of UTF-8. Null: there is no /manage.</summary>
    public string? ManageKey { get; init; }

    /// <summary>The autoscaler's, for GET /internal/scale; at least 32 bytes of UTF-8. Null: there is no such route.</summary>
    public string? ScaleKey { get; init; }

    /// <summary>Encrypt secrets in the tables; the first one encrypts, all decrypt. None: secrets are stored as they are.</summary>
    public IReadOnlyList<Secrecy.DataKey> DataKeys { get; init; } = [];

    public Limits.RateLimitOptions RateLimits { get; init; } = new();

    public Retention.RetentionOptions Retention { get; init; } = new();

    /// <summary>Written at start. Null: tenants are in the tables already.</summary>
    public DevelopmentTenant? DevelopmentTenant { get; init; }

    /// <summary>RSA key in PEM that signs webhooks as VideoSDK does. Null: one is made and kept in the tables.</summary>
    public string? WebhookPrivateKey { get; init; }

    /// <summary>Networks that webhooks may reach although they are not public, such as the back end's own.</summary>
    public IReadOnlyList<IPNetwork> WebhookAllowedNetworks { get; init; } = [];

    /// <summary>How long an attempt to deliver a webhook may take.</summary>
    internal TimeSpan WebhookLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often this process sweeps by itself. Null: a timer calls POST /sweep, which then exists.</summary>
    public TimeSpan? SweepInterval { get; init; }

    /// <exception cref="InvalidOperationException">Says everything that is wrong, without the values.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Storage.TableStores.Refuse(this) is { } tables)
        {
            problems.Add(tables);
        }

        if (!PublicUrl.IsAbsoluteUri || PublicUrl.Scheme is not ("http" or "https"))
        {
            problems.Add($"{nameof(PublicUrl)} must be an absolute http(s) address.");
        }

        if (Encoding.UTF8.GetByteCount(WorkerKey) < 32)
        {
            problems.Add($"{nameof(WorkerKey)} needs at least 32 bytes.");
        }

        if (PubSub.PubSubClients.Refuse(this) is { } pubSub)
        {
            problems.Add(pubSub);
        }

        foreach (var (name, key) in new[] { (nameof(ManageKey), ManageKey), (nameof(ScaleKey), ScaleKey) })
        {
            if (key is not null && Encoding.UTF8.GetByteCount(key) < 32)
            {
                problems.Add($"{name} needs at least 32 bytes.");
            }
        }

        foreach (var limit in (Limits.RateLimit[])[RateLimits.PerAddress, RateLimits.PerTenant, RateLimits.PerParticipant, RateLimits.SignIns])
        {
            if (limit is { Requests: < 1 } or { Burst: < 1 } || limit.Per <= TimeSpan.Zero)
            {
                problems.Add($"{nameof(RateLimits)} are positive.");
            }
        }

        if (RateLimits.TrustedHops is < 0 or > 16)
        {
            problems.Add($"{nameof(RateLimits.TrustedHops)} is 0 to 16.");
        }

        if (Retention.Refuse() is { } retention)
        {
            problems.Add($"{nameof(Retention)}: {retention}");
        }

        if (DevelopmentTenant is { Secret.Length: < 32 })
        {
            problems.Add($"{nameof(DevelopmentTenant)} needs a secret of at least 32 characters.");
        }

        if (WebhookPrivateKey is { } pem && Webhooks.RsaSigner.Refuse(pem) is { } wrong)
        {
            problems.Add($"{nameof(WebhookPrivateKey)} {wrong}");
        }

        if (problems.Count > 0)
        {
            throw new InvalidOperationException($"The configuration is wrong. {string.Join(' ', problems)}");
        }
    }

    /// <summary>Without the keys.</summary>
    public override string ToString() => $"FunctionsOptions {PublicUrl}";
}
