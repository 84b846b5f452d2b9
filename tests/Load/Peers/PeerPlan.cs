using Serverless.Load.Media;
using Serverless.Rtc.Sdp;

namespace Serverless.Load.Peers;

/// <summary>Who joins, and what they do.</summary>
internal sealed record PeerPlan
{
    /// <summary>Unique in the run.</summary>
    public required int Number { get; init; }

    /// <summary>Null: no camera.</summary>
    public VideoShape? Camera { get; init; }

    /// <summary>Of the camera, and of the pictures that are received.</summary>
    public NegotiatedCodec Picture { get; init; } = ClientCodecs.Vp8;

    /// <summary>Share of the time in which this person speaks; null: no microphone.</summary>
    public double? Speaks { get; init; }

    public int AudioSlots { get; init; }

    public int VideoSlots { get; init; }

    /// <summary>Tells the worker when each packet arrived, as browsers do; else the worker sends without an estimate of the path.</summary>
    public bool TellsArrivals { get; init; } = true;

    /// <summary>Decrypts what comes, and so measures the delay. Others read the headers only, which are in clear.</summary>
    public bool Samples { get; init; }

    /// <summary>Watched before a burst of joins.</summary>
    public bool IsEarly { get; init; }

    public bool IsHost => Camera is not null || Speaks is not null;
}
