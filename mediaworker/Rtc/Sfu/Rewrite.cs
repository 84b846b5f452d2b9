using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Continuity;

namespace Serverless.Rtc.Sfu;

/// <summary>What a viewer's copy of a packet says in place of what the publisher's says.</summary>
internal readonly record struct Rewrite
{
    /// <summary>Extended.</summary>
    public long Sequence { get; init; }

    public uint Timestamp { get; init; }

    public bool Marker { get; init; }

    public Vp8Numbers Vp8 { get; init; }

    public Vp9Numbers Vp9 { get; init; }

    /// <summary>For the dependency descriptor, which is not in the payload.</summary>
    public DependencyNumbers Dependency { get; init; }

    /// <summary>Changes the counters inside a copy of the payload.</summary>
    public void ApplyTo(Span<byte> payload, CodecKind codec)
    {
        switch (codec)
        {
            case CodecKind.Vp8 when Vp8Payload.TryParse(payload, out var vp8):
                Vp8.WriteTo(payload, vp8);
                break;
            case CodecKind.Vp9 when Vp9Payload.TryParse(payload, out var vp9):
                Vp9.WriteTo(payload, vp9);
                break;
        }
    }
}
