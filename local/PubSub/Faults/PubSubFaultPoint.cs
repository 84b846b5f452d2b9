using System.Text.Json.Serialization;

namespace Serverless.Local.PubSub.Faults;

/// <summary>Where a fault strikes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PubSubFaultPoint>))]
public enum PubSubFaultPoint
{
    /// <summary>A call of the data plane.</summary>
    Request,

    /// <summary>A client that connects anew.</summary>
    Handshake,

    /// <summary>A reliable client that comes back.</summary>
    Recovery,

    /// <summary>A client's frame that does something: join, leave, send, event. Pings and sequence acks are let through.</summary>
    Frame,

    /// <summary>One try to deliver an event to a handler.</summary>
    Upstream,
}
