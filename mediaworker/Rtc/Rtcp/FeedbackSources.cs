using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>The two SSRCs that every feedback packet begins with (RFC 4585 §6.1).</summary>
internal readonly record struct FeedbackSources(Ssrc Sender, Ssrc Media)
{
    public const int EncodedLength = 8;

    public static bool TryRead(ReadOnlySpan<byte> body, out FeedbackSources sources)
    {
        var whole = body.Length >= EncodedLength;
        sources = whole
            ? new FeedbackSources(
                new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body)),
                new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body[4..])))
            : default;
        return whole;
    }
}
