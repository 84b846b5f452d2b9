using System.Globalization;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Webhooks;

/// <summary>Keys of the rows that webhooks add to a room's partition of table <c>sessions</c>.</summary>
internal static class WebhookKeys
{
    public const string Table = "sessions";
    public const string Head = "hooks";
    public const string OutboxPrefix = "hooko-";
    public const string DeliveryPrefix = "hookd-";

    private const int EndpointLength = 32;

    /// <summary>All that waits: outbox and deliveries, without the head.</summary>
    public static RowRange Waiting { get; } = new(DeliveryPrefix, RowRange.Prefix(OutboxPrefix).Before);

    public static string Outbox(WebhookEvent what) =>
        $"{OutboxPrefix}{what.At.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}-{what.Id}";

    public static string Delivery(string endpoint, long sequence) =>
        DeliveriesTo(endpoint) + sequence.ToString("D12", CultureInfo.InvariantCulture);

    public static string DeliveriesTo(string endpoint) => $"{DeliveryPrefix}{endpoint}-";

    public static string EndpointOf(string deliveryKey) => deliveryKey.Substring(DeliveryPrefix.Length, EndpointLength);

    /// <summary>One address, one circuit, whoever named it.</summary>
    public static string EndpointOf(Uri url) => TableKey.Of(url.AbsoluteUri)[..EndpointLength];
}
