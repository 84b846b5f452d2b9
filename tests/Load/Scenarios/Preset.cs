using Serverless.Load.Media;
using Serverless.Rtc.Sdp;

namespace Serverless.Load.Scenarios;

/// <summary>Who is in the room and when they come; every number can be overruled on the command line.</summary>
internal sealed record Preset(string Name, string Summary)
{
    /// <summary>Bytes of a packet: what browsers send.</summary>
    private const int PacketLength = 1200;

    public static readonly IReadOnlyList<Preset> All =
    [
        new("broadcast", "1 host, N viewers of one picture in frames of 8 packets")
        {
            Hosts = 1, Cameras = 1, Voices = 0.6, Viewers = 200, AudioSlots = 1, VideoSlots = 1, Kbps = 1920,
        },
        new("stage", "100 hosts, 25 of them with video, N viewers with 3 audio and 1 to 9 video slots")
        {
            Hosts = 100, Cameras = 25, Voices = 1.3, Viewers = 200, AudioSlots = 3, VideoSlots = 1, Kbps = 600,
        },
        new("audio-room", "20 hosts without video, N viewers with 3 audio slots")
        {
            Hosts = 20, Voices = 1.3, Viewers = 500, AudioSlots = 3,
        },
        new("stampede", "1 host, 100 early viewers, N more who join within 10 s, after a rehearsal")
        {
            Hosts = 1, Cameras = 1, Voices = 0.6, Viewers = 1000, AudioSlots = 3, VideoSlots = 1, Kbps = 300,
            Rehearsal = 300, Early = 100, Burst = TimeSpan.FromSeconds(10),
        },
        new("churn", "1 host, N viewers of whom 10 a second leave and are replaced")
        {
            Hosts = 1, Cameras = 1, Voices = 0.6, Viewers = 200, AudioSlots = 3, VideoSlots = 1, Kbps = 600,
            ChurnPerSecond = 10,
        },
    ];

    public int Hosts { get; init; } = 1;

    public int Cameras { get; init; }

    public double Voices { get; init; }

    public int Viewers { get; init; }

    public int AudioSlots { get; init; }

    public int VideoSlots { get; init; }

    public double Kbps { get; init; } = 600;

    public double FramesPerSecond { get; init; } = 25;

    public bool Spread { get; init; }

    public bool Simulcast { get; init; }

    /// <summary>Codec of the pictures.</summary>
    public NegotiatedCodec Picture { get; init; } = ClientCodecs.Vp8;

    public double JoinsPerSecond { get; init; } = 50;

    /// <summary>Viewers who join and leave before anything counts: a system that met nobody yet compiles its code meanwhile.</summary>
    public int Rehearsal { get; init; }

    /// <summary>Viewers who are there before the burst.</summary>
    public int Early { get; init; }

    /// <summary>Within which all other viewers join; zero: at <see cref="JoinsPerSecond"/>.</summary>
    public TimeSpan Burst { get; init; }

    public double ChurnPerSecond { get; init; }

    public VideoShape Camera => VideoShape.OfBitrate(Kbps * 1000, FramesPerSecond, PacketLength, Spread, Simulcast);

    public static Preset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);
}
