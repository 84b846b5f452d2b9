using System.Runtime.CompilerServices;
using System.Text;
using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>Writes the lines that offers and answers have in common.</summary>
internal sealed class SdpWriter
{
    private readonly StringBuilder _text = new(4096);

    public override string ToString() => _text.ToString();

    internal void Line(string line) => _text.Append(line).Append("\r\n");

    internal void Line(ref DefaultInterpolatedStringHandler line) =>
        _text.Append(line.ToStringAndClear()).Append("\r\n");

    internal void Session(ulong sessionId, ulong version)
    {
        Line("v=0");
        Line($"o=- {sessionId} {version} IN IP4 127.0.0.1");
        Line("s=-");
        Line("t=0 0");
    }

    internal void Bundle(IEnumerable<string> mids) => Line($"a=group:BUNDLE {string.Join(' ', mids)}");

    /// <summary>
    /// Opens a live section. Port 9 and the unspecified address stand for "see the candidates" (RFC 9429 §5.2.1).
    /// </summary>
    internal void Media(string mediaType, string protocol, IReadOnlyList<NegotiatedCodec> codecs)
    {
        _text.Append("m=").Append(mediaType).Append(" 9 ").Append(protocol);
        foreach (var codec in codecs)
        {
            _text.Append(' ').Append(codec.PayloadType);
            if (codec.RtxPayloadType is { } rtx)
            {
                _text.Append(' ').Append(rtx);
            }
        }

        _text.Append("\r\n");
        Line("c=IN IP4 0.0.0.0");
    }

    internal void Transport(string ufrag, string pwd, Fingerprint fingerprint, string setup)
    {
        Line($"a=ice-ufrag:{ufrag}");
        Line($"a=ice-pwd:{pwd}");
        Line($"a=fingerprint:sha-256 {fingerprint}");
        Line($"a=setup:{setup}");
    }

    internal void Codec(NegotiatedCodec codec)
    {
        var pt = codec.PayloadType;
        Line($"a=rtpmap:{pt} {Name(codec.Kind)}/{codec.ClockRate}{(codec.Channels > 1 ? $"/{codec.Channels}" : "")}");
        Feedback(codec, RtcpFeedback.Nack, "nack");
        Feedback(codec, RtcpFeedback.Pli, "nack pli");
        Feedback(codec, RtcpFeedback.Fir, "ccm fir");
        Feedback(codec, RtcpFeedback.TransportCc, "transport-cc");
        Feedback(codec, RtcpFeedback.Remb, "goog-remb");
        if (codec.Fmtp.Length > 0)
        {
            Line($"a=fmtp:{pt} {codec.Fmtp}");
        }

        if (codec.RtxPayloadType is { } rtx)
        {
            Line($"a=rtpmap:{rtx} rtx/{codec.ClockRate}");
            Line($"a=fmtp:{rtx} apt={pt}");
        }
    }

    internal void Extension(SdpExtension extension)
    {
        var direction = extension.Direction is { } stated ? "/" + stated.ToSdp() : "";
        Line($"a=extmap:{extension.Id}{direction} {RtpExtensions.ToUri(extension.Kind)}");
    }

    internal void Source(SdpSource source)
    {
        if (source.RtxSsrc is { } rtx)
        {
            Line($"a=ssrc-group:FID {source.Ssrc} {rtx}");
        }

        Line($"a=ssrc:{source.Ssrc} cname:{source.Cname}");
        if (source.RtxSsrc is { } again)
        {
            Line($"a=ssrc:{again} cname:{source.Cname}");
        }
    }

    /// <param name="direction"><c>send</c> or <c>recv</c>.</param>
    internal void Simulcast(IReadOnlyList<string> rids, string direction)
    {
        foreach (var rid in rids)
        {
            Line($"a=rid:{rid} {direction}");
        }

        if (rids.Count > 0)
        {
            Line($"a=simulcast:{direction} {string.Join(';', rids)}");
        }
    }

    private void Feedback(NegotiatedCodec codec, RtcpFeedback kind, string text)
    {
        if ((codec.Feedback & kind) != 0)
        {
            Line($"a=rtcp-fb:{codec.PayloadType} {text}");
        }
    }

    private static string Name(CodecKind kind) => kind switch
    {
        CodecKind.Opus => "opus",
        CodecKind.Red => "red",
        CodecKind.Vp8 => "VP8",
        CodecKind.H264 => "H264",
        CodecKind.Vp9 => "VP9",
        CodecKind.Av1 => "AV1",
    };
}
