using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>Who a simulated client is, what it publishes and watches, and its access link.</summary>
public sealed record ClientSettings
{
    public string RoomId { get; init; } = "room";

    public required string Key { get; init; }

    /// <summary>Between its checks: by default the RFC's.</summary>
    public TimeSpan ConsentInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The engine that it is placed on; null for the one with the fewest participants.</summary>
    public int? Shard { get; init; }

    /// <summary>By default, the key.</summary>
    public string ParticipantId
    {
        get => field ?? Key;
        init;
    }

    public IReadOnlyList<MediaSource> Publishes { get; init; } = [];

    /// <summary>Simulcast layers of its pictures, by quality from the least; empty without simulcast.</summary>
    public IReadOnlyList<string> Rids { get; init; } = [];

    /// <summary>Of its pictures, those it publishes and those it watches.</summary>
    public CodecKind Codec { get; init; } = CodecKind.Vp8;

    /// <summary>The pictures come in three sizes in one stream; VP9 only.</summary>
    public bool IsScalable { get; init; }

    /// <summary>Of each layer, 1 to 3.</summary>
    public int TemporalLayers { get; init; } = 1;

    /// <summary>Switches layers off that nobody wants, as our SDK does; WHIP publishers keep theirs.</summary>
    public bool FollowsDemand { get; init; }

    /// <summary>Sends, and takes, sound with redundancy (RFC 2198).</summary>
    public bool HasRed { get; init; }

    /// <summary>Pictures of that many times the packets: at 1, the best layer takes some 0.6 Mbit/s; at 4, some 2.2 Mbit/s.</summary>
    public int PictureScale { get; init; } = 1;

    public int AudioSlots { get; init; }

    public int VideoSlots { get; init; }

    public Netem Up { get; init; } = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50));

    public Netem Down { get; init; } = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50));

    /// <summary>How far the client's wall clock is ahead of the server's.</summary>
    public TimeSpan ClockError { get; init; }

    /// <summary>Of the first packet of every track; null for a random one below 2^15, as browsers do.</summary>
    public ushort? StartSequence { get; init; }

    /// <summary>Whether the offer names the SSRCs; otherwise packets name their section by MID.</summary>
    public bool AnnouncesSources { get; init; } = true;

    /// <summary>What the handshake shows, if it is not what the offer says.</summary>
    public string? ForgedCertificate { get; init; }

    public SrtpProfile Profile { get; init; } = SrtpProfile.AeadAes128Gcm;

    public static ClientSettings Host(string key) => new()
    {
        Key = key,
        Publishes = [MediaSource.Microphone, MediaSource.Camera],
    };

    /// <summary>In three layers, as a browser that our SDK leads.</summary>
    public static ClientSettings SimulcastHost(string key) => Host(key) with { Rids = ["q", "h", "f"] };

    /// <summary>In three sizes of three frame rates, as a browser that our SDK leads sends VP9.</summary>
    public static ClientSettings ScalableHost(string key) =>
        Host(key) with { Codec = CodecKind.Vp9, IsScalable = true, TemporalLayers = 3 };

    public static ClientSettings Viewer(string key) => new() { Key = key, AudioSlots = 2, VideoSlots = 2 };

    public ClientSettings Over(Netem both) => this with { Up = both, Down = both };
}
