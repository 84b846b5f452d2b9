using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

/// <summary>
/// An encoder's packets: frames of three temporal layers in the pattern 0 2 1 2, with the layer sync bit where a layer
/// begins anew, as browsers send them.
/// </summary>
internal sealed class Vp8Stream(int pictureId, byte baseIndex, byte keyIndex, bool isLong = true)
{
    private static readonly byte[] Layers = [0, 2, 1, 2];

    private int _pictureId = pictureId;
    private byte _baseIndex = baseIndex;
    private byte _keyIndex = keyIndex;
    private int _sinceKey;

    /// <summary>All packets of the next frame.</summary>
    public Vp8Frame Next(bool isKey = false, int packets = 2)
    {
        _sinceKey = isKey ? 0 : _sinceKey + 1;
        var layer = Layers[_sinceKey & 3];
        var isSync = layer > 0 && (_sinceKey & 3) < 3 && (_sinceKey & 4) == 0;
        _pictureId = (_pictureId + 1) & (isLong ? 0x7FFF : 0x7F);
        _baseIndex += (byte)(layer == 0 ? 1 : 0);
        _keyIndex = (byte)((_keyIndex + (isKey ? 1 : 0)) & 0x1F);
        return new Vp8Frame(
            layer, isKey, [.. Enumerable.Range(0, packets).Select(index => Write(index == 0, layer, isSync, isKey))]);
    }

    public static Vp8Payload Parse(byte[] payload)
    {
        Assert.True(Vp8Payload.TryParse(payload, out var parsed));
        return parsed;
    }

    private byte[] Write(bool isFirst, byte layer, bool isSync, bool isKey)
    {
        byte[] picture = isLong ? [(byte)(0x80 | (_pictureId >> 8)), (byte)_pictureId] : [(byte)_pictureId];
        var shared = (byte)((layer << 6) | (isSync ? 0x20 : 0) | _keyIndex);
        return [(byte)(0x80 | (isFirst ? 0x10 : 0)), 0xF0, .. picture, _baseIndex, shared, (byte)(isKey ? 0 : 1), 0xEE];
    }
}
