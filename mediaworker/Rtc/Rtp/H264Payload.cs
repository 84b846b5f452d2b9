using System.Buffers.Binary;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// Which NAL units an H.264 packet starts (RFC 6184 §5): single, STAP-A, and the first fragment of FU-A. Other packet
/// types belong to packetization mode 2, which WebRTC does not use.
/// </summary>
public readonly record struct H264Payload
{
    private const int Idr = 5;
    private const int Sps = 7;
    private const int Pps = 8;
    private const int StapA = 24;
    private const int FuA = 28;

    /// <summary>A sequence parameter set: what a decoder needs first, and encoders send before each IDR.</summary>
    public bool HasSps { get; private init; }

    public bool HasPps { get; private init; }

    /// <summary>A slice of an IDR picture starts here.</summary>
    public bool HasIdr { get; private init; }

    /// <summary>By the sequence parameter set, in pixels; zero when unknown.</summary>
    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>
    /// A decoder that missed everything before can start here, if it knows the parameter sets or gets them here.
    /// </summary>
    public bool IsKeyFrame => HasSps || HasIdr;

    public static bool TryParse(ReadOnlySpan<byte> payload, out H264Payload parsed)
    {
        parsed = default;
        if (payload.IsEmpty)
        {
            return false;
        }

        var type = payload[0] & 0x1F;
        switch (type)
        {
            case StapA:
                return TryParseAggregate(payload[1..], out parsed);
            case FuA when payload.Length < 2:
                return false;
            case FuA:
                // Only the start fragment (S) says what begins.
                parsed = (payload[1] & 0x80) != 0 ? default(H264Payload).With(payload[1] & 0x1F, []) : default;
                return true;
            default:
                parsed = parsed.With(type, payload[1..]);
                return type is >= 1 and <= 23;
        }
    }

    private static bool TryParseAggregate(ReadOnlySpan<byte> rest, out H264Payload parsed)
    {
        parsed = default;
        while (!rest.IsEmpty)
        {
            if (!BinaryPrimitives.TryReadUInt16BigEndian(rest, out var length)
                || length == 0
                || length > rest.Length - 2)
            {
                return false;
            }

            parsed = parsed.With(rest[2] & 0x1F, rest[3..(2 + length)]);
            rest = rest[(2 + length)..];
        }

        return true;
    }

    /// <param name="type">Of a NAL unit.</param>
    /// <param name="unit">What follows its header byte; nothing of a fragment.</param>
    private H264Payload With(int type, ReadOnlySpan<byte> unit) => type switch
    {
        Idr => this with { HasIdr = true },
        Sps when H264Sps.TryReadSize(unit, out var width, out var height) =>
            this with { HasSps = true, Width = width, Height = height },
        Sps => this with { HasSps = true },
        Pps => this with { HasPps = true },
        _ => this,
    };
}
