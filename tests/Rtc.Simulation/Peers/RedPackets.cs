using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>Puts a frame of sound and the one before it into one packet (RFC 2198), as browsers do.</summary>
public sealed class RedPackets
{
    private const int Headers = RedPayload.HeaderLength + 1;

    private byte[] _last = [];
    private uint _lastTimestamp;

    /// <returns>Bytes written.</returns>
    public int Write(ReadOnlySpan<byte> frame, uint timestamp, byte opus, Span<byte> destination)
    {
        var offset = unchecked(timestamp - _lastTimestamp);
        var repeats = _last.Length > 0 && offset < 1 << 14;
        var position = repeats ? Headers : 1;
        if (repeats)
        {
            destination[0] = (byte)(0x80 | opus);
            destination[1] = (byte)(offset >> 6);
            destination[2] = (byte)((offset << 2) | ((uint)_last.Length >> 8));
            destination[3] = (byte)_last.Length;
            _last.CopyTo(destination[position..]);
            position += _last.Length;
        }

        destination[repeats ? RedPayload.HeaderLength : 0] = opus;
        frame.CopyTo(destination[position..]);
        (_last, _lastTimestamp) = (frame.ToArray(), timestamp);
        return position + frame.Length;
    }
}
