using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>The offer of this project's own simple client: tests, load generator, relays between workers.</summary>
public sealed record ClientOffer
{
    private static readonly SdpExtension[] AudioExtensions =
    [
        new(1, RtpExtension.AudioLevel, null),
        new(2, RtpExtension.AbsSendTime, null),
        new(3, RtpExtension.TransportCc, null),
        new(4, RtpExtension.Mid, null),
    ];

    private static readonly SdpExtension[] VideoExtensions =
    [
        new(2, RtpExtension.AbsSendTime, null),
        new(3, RtpExtension.TransportCc, null),
        new(4, RtpExtension.Mid, null),
        new(5, RtpExtension.PlayoutDelay, null),
        new(10, RtpExtension.Rid, null),
        new(11, RtpExtension.RepairedRid, null),
        new(12, RtpExtension.DependencyDescriptor, null),
        new(13, RtpExtension.VideoOrientation, null),
    ];

    public required string Ufrag { get; init; }

    public required string Pwd { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required ulong SessionId { get; init; }

    /// <summary>To be raised with every renegotiation.</summary>
    public ulong Version { get; init; } = 1;

    public required IReadOnlyList<ClientOfferSection> Sections { get; init; }

    /// <summary>The offer, lines ended by CRLF. Leaves the DTLS role to the server (<c>actpass</c>).</summary>
    public string ToSdp()
    {
        var writer = new SdpWriter();
        writer.Session(SessionId, Version);
        writer.Bundle(Sections.Select(section => section.Mid));
        foreach (var section in Sections)
        {
            Write(writer, section);
        }

        return writer.ToString();
    }

    private void Write(SdpWriter writer, ClientOfferSection section)
    {
        var audio = section.Kind == MediaKind.Audio;
        writer.Media(audio ? "audio" : "video", "UDP/TLS/RTP/SAVPF", section.Codecs);
        writer.Line($"a=mid:{section.Mid}");
        writer.Transport(Ufrag, Pwd, Fingerprint, "actpass");
        writer.Line($"a={section.Direction.ToSdp()}");
        writer.Line("a=rtcp-mux");
        writer.Line("a=rtcp-rsize");
        foreach (var codec in section.Codecs)
        {
            writer.Codec(codec);
        }

        foreach (var extension in audio ? AudioExtensions : VideoExtensions)
        {
            writer.Extension(extension);
        }

        writer.Simulcast(section.Rids, "send");
        if (section.Source is { } source)
        {
            writer.Source(source);
        }
    }
}
