using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>
/// Keeps a viewer's VP8 counters (RFC 7741 §4.2) unbroken while sources change and temporal layers are kept back.
/// Picture ids of frames kept back are closed up, because a receiver waits for a missing one; TL0PICIDX and KEYIDX only
/// shift, because base layer and key frames are never kept back.
/// </summary>
internal sealed class Vp8Continuity
{
    /// <summary>At 30 frames per second more than 8 s: longer than anybody asks for a packet again.</summary>
    private const int Window = 256;

    private const int PictureMask = 0x7FFF;
    private const int KeyMask = 0x1F;

    private readonly NumberMap _pictures = new(Window);
    private TemporalLayerFilter _layers = new();

    /// <summary>The frame at which a layer was added: the frames of that layer before it were not forwarded.</summary>
    private long _raisedAt = long.MinValue;
    private bool _isLong;
    private bool _running;
    private byte _newestBase;
    private byte _baseOffset;
    private byte _newestKey;
    private byte _keyOffset;

    /// <summary>The highest temporal layer that the viewer should get.</summary>
    public byte TargetLayer
    {
        get => _layers.Target;
        set => _layers.Target = value;
    }

    /// <summary>The highest temporal layer that it gets.</summary>
    public byte CurrentLayer => _layers.Current;

    /// <summary>
    /// Continues with another source, or another encoding of it, whose key frame begins with this packet.
    /// </summary>
    public void Switch(in Vp8Payload first) => Succeed(this, first);

    /// <summary>
    /// As <see cref="Switch"/>, where another object stopped; null for none. That one goes on to know what it has mapped.
    /// </summary>
    public void Succeed(Vp8Continuity? before, in Vp8Payload first)
    {
        var baseIndex = first.BaseLayerIndex ?? 0;
        var keyIndex = first.KeyIndex ?? 0;

        // A viewer's first source keeps its numbers.
        var isFirst = before is not { _running: true };
        _newestBase = isFirst ? baseIndex : unchecked((byte)(before!._newestBase + 1));
        _newestKey = isFirst ? keyIndex : (byte)((before!._newestKey + 1) & KeyMask);
        _baseOffset = unchecked((byte)(_newestBase - baseIndex));
        _keyOffset = unchecked((byte)(_newestKey - keyIndex));
        if (first.PictureId is { } picture)
        {
            _pictures.Restart(
                picture, before is { _pictures.IsRunning: true } ? before._pictures.NewestMapped + 1 : picture);
            _isLong = first.IsPictureIdLong;
        }

        _layers.HandleKeyFrame();
        _raisedAt = long.MinValue;
        _running = true;
    }

    /// <summary>
    /// Decides about a packet that arrived and gives its numbers. The first packet seen of a frame decides about all of
    /// it; late ones get what the others of their frame got.
    /// </summary>
    /// <returns>False if the frame is kept back, or is older than the switch.</returns>
    public bool TryMap(in Vp8Payload packet, out Vp8Numbers numbers)
    {
        numbers = default;
        if (!_running)
        {
            return false;
        }

        if (packet.PictureId is not { } pictureId)
        {
            // No frame can be told from the next, so none is kept back.
            numbers = Shift(packet, pictureId: 0);
            return true;
        }

        var picture = Modular.Nearest(_pictures.Newest, pictureId, packet.IsPictureIdLong ? 15 : 7);
        if (packet.IsKeyFrame && IsElsewhere(picture, packet))
        {
            Switch(packet);
            picture = pictureId;
        }

        var isNew = picture > _pictures.Newest;
        if (isNew && !Admit(packet, picture))
        {
            _pictures.TryLeaveOut(picture);
            return false;
        }

        if ((!isNew && !MayFollow(packet, picture)) || !_pictures.TryMap(picture, out var mapped))
        {
            return false;
        }

        if (packet.IsKeyFrame && picture == _pictures.Newest)
        {
            _layers.HandleKeyFrame();
            _raisedAt = picture;
        }

        numbers = Shift(packet, unchecked((ushort)(mapped & PictureMask)));
        return true;
    }

    /// <summary>The numbers that a packet went out with, for one who asks for it again; false if it did not.</summary>
    public bool TryMapAgain(in Vp8Payload packet, out Vp8Numbers numbers)
    {
        numbers = default;
        if (packet.PictureId is not { } pictureId)
        {
            numbers = Shift(packet, pictureId: 0);
            return _running;
        }

        // What went out is never newer than the newest, so even seven bits leave no doubt.
        var mask = packet.IsPictureIdLong ? PictureMask : 0x7F;
        var picture = _pictures.Newest - ((_pictures.Newest - pictureId) & mask);
        if (!_pictures.IsGivenOut(picture) || !_pictures.TryMap(picture, out var mapped))
        {
            return false;
        }

        numbers = Shift(packet, unchecked((ushort)(mapped & PictureMask)));
        return true;
    }

    /// <summary>The publisher's encoder began anew, without a seam that the caller could see.</summary>
    private bool IsElsewhere(long picture, in Vp8Payload packet) =>
        !_pictures.IsRunning
        || packet.IsPictureIdLong != _isLong
        || picture <= _pictures.Newest - Window
        || picture > _pictures.Newest + Window;

    /// <summary>
    /// Whether a packet of an older frame may go out: its frame did, or it is the first to arrive of a frame whose
    /// layer was forwarded then and is now.
    /// </summary>
    private bool MayFollow(in Vp8Payload packet, long picture) =>
        _pictures.IsGivenOut(picture)
        || packet.TemporalId is null or 0
        || (packet.TemporalId <= _layers.Current && picture > _raisedAt);

    private bool Admit(in Vp8Payload packet, long picture)
    {
        if (packet.IsKeyFrame || packet.TemporalId is not { } layer)
        {
            return true;
        }

        var before = _layers.Current;
        var admitted = _layers.Admit(layer, packet.IsLayerSync);
        if (_layers.Current > before)
        {
            _raisedAt = picture;
        }

        return admitted;
    }

    private Vp8Numbers Shift(in Vp8Payload packet, ushort pictureId)
    {
        var baseIndex = unchecked((byte)((packet.BaseLayerIndex ?? 0) + _baseOffset));
        var keyIndex = (byte)(((packet.KeyIndex ?? 0) + _keyOffset) & KeyMask);
        if (packet.BaseLayerIndex is not null)
        {
            _newestBase = Modular.Newer(baseIndex, _newestBase);
        }

        if (packet.KeyIndex is not null)
        {
            _newestKey = NewerKey(keyIndex);
        }

        return new Vp8Numbers(pictureId, baseIndex, keyIndex);
    }

    /// <summary>Of five bits: shifted to the top of eight, the comparison of bytes holds.</summary>
    private byte NewerKey(byte keyIndex) =>
        unchecked((byte)(Modular.Newer((byte)(keyIndex << 3), (byte)(_newestKey << 3)) >> 3));
}
