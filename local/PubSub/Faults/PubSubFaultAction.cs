using System.Text.Json.Serialization;

namespace Serverless.Local.PubSub.Faults;

/// <summary>What goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PubSubFaultAction>))]
public enum PubSubFaultAction
{
    /// <summary>Nothing is done; the answer is an HTTP status, or for a frame a failed ack.</summary>
    Refuse,

    /// <summary>Done, but later.</summary>
    Delay,

    /// <summary>Nothing is done, and there is no answer: a connection that breaks, a frame that is lost.</summary>
    Drop,

    /// <summary>Done, but the answer is lost. Shows whether a caller that tries again does a thing twice.</summary>
    LoseAnswer,
}
