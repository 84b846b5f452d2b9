namespace Serverless.Load.Media;

/// <summary>The visible part of a VP8 stream (RFC 7741 §4.2, RFC 6386 §9.1): descriptors and the head of each frame.</summary>
internal sealed class Vp8Frames : IVideoFrames
{
    private const int DescriptorLength = 6;

    private ushort _pictureId;
    private byte _layerZeroIndex;
    private byte _keyIndex;
    private bool _isKey;

    public void Begin(bool isKey)
    {
        _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
        _layerZeroIndex++;
        _keyIndex = (byte)((_keyIndex + (isKey ? 1 : 0)) & 0x1F);
        _isKey = isKey;
    }

    public void Write(Span<byte> payload, bool isFirst, bool isLast)
    {
        payload[0] = (byte)(0x80 | (isFirst ? 0x10 : 0)); // X, and S where the frame begins
        payload[1] = 0xF0;                                // I, L, T, K
        payload[2] = (byte)(0x80 | (_pictureId >> 8));
        payload[3] = (byte)_pictureId;
        payload[4] = _layerZeroIndex;
        payload[5] = _keyIndex;                           // TID 0
        if (isFirst)
        {
            ReadOnlySpan<byte> key = [0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01]; // shown, 640×360
            ReadOnlySpan<byte> delta = [0x11, 0, 0];
            (_isKey ? key : delta).CopyTo(payload[DescriptorLength..]);
        }
    }
}
