using System.Collections.Frozen;

namespace Serverless.Rtc.Sdp;

/// <summary>What a participant may do in this room, as far as SDP can say it.</summary>
public sealed record AnswerPolicy
{
    /// <summary>
    /// Codecs every viewer is expected to decode, preferred first. RED only where the client puts it before Opus; viewers
    /// without it get the Opus inside.
    /// </summary>
    public static readonly IReadOnlyList<CodecKind> DefaultCodecs = [CodecKind.Opus, CodecKind.Red, CodecKind.Vp8, CodecKind.H264];

    /// <summary>Codecs the client may send; of sound preferred first, of pictures in the order that the client prefers.</summary>
    public IReadOnlyList<CodecKind> PublishCodecs { get; init; } = DefaultCodecs;

    /// <summary>Codecs the server may send, preferred first.</summary>
    public IReadOnlyList<CodecKind> ViewCodecs { get; init; } = DefaultCodecs;

    public RtpExtension Extensions { get; init; } = RtpExtension.All;

    /// <summary>If not, sections in which the client wants to send are answered inactive.</summary>
    public required bool MayPublish { get; init; }

    /// <summary>MIDs of the sections in which the client sends music; one that announces stereo needs no naming.</summary>
    public IReadOnlySet<string> MusicSections { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Further sections in which the client only receives are answered inactive.</summary>
    public int MaxAudioSlots { get; init; } = 3;

    /// <inheritdoc cref="MaxAudioSlots"/>
    public int MaxVideoSlots { get; init; } = 25;

    /// <summary>Answer <c>a=simulcast</c>; otherwise browsers send one layer.</summary>
    public bool AllowSimulcast { get; init; }
}
