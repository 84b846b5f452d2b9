namespace Serverless.Load.Media;

/// <summary>One slice per picture, in fragments (RFC 6184 §5.8). Parameter sets are left out: nobody decodes this.</summary>
internal sealed class H264Frames : IVideoFrames
{
    private const byte HighestReference = 0x60;
    private const byte FragmentUnit = 28;
    private const byte Slice = 1;
    private const byte KeySlice = 5;

    private byte _type;

    public void Begin(bool isKey) => _type = isKey ? KeySlice : Slice;

    public void Write(Span<byte> payload, bool isFirst, bool isLast)
    {
        if (isFirst && isLast)
        {
            payload[0] = (byte)(HighestReference | _type);
            return;
        }

        payload[0] = HighestReference | FragmentUnit;
        payload[1] = (byte)((isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0) | _type);
    }
}
