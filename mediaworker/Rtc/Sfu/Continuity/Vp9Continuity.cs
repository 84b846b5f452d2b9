using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>
/// Keeps a viewer's VP9 counters (RFC 9628 §4.2) unbroken while sources change, and keeps back layers above what it
/// should get. Picture ids only shift, and those of pictures kept back stay missing: references are differences of
/// picture ids, in flexible mode by P_DIFF and else by the place in the group of pictures.
/// </summary>
internal sealed class Vp9Continuity
{
    /// <summary>At 30 pictures per second more than 8 s: longer than anybody asks for a packet again.</summary>
    private const int Window = 256;
    private const int PictureMask = 0x7FFF;

    /// <summary>
    /// By the low bits of a picture id: the highest layers that went out of it, temporal and spatial.
    /// </summary>
    private readonly (byte Temporal, byte Spatial)[] _limits = new (byte, byte)[Window];
    private Vp9LayerFilter _layers = new();
    private bool _running;
    private bool _hasPictures;
    private bool _isLong;

    /// <summary>Of the newest picture: a key packet of it was seen; its last packet for the receiver went out.</summary>
    private (bool IsKey, bool IsEnded) _present;
    private long _first;
    private long _newest;
    private long _offset;
    private byte _newestBase;
    private byte _baseOffset;

    public byte TargetTemporal
    {
        get => _layers.TargetTemporal;
        set => _layers.TargetTemporal = value;
    }

    public byte TargetSpatial
    {
        get => _layers.TargetSpatial;
        set => _layers.TargetSpatial = value;
    }

    public byte CurrentTemporal => _layers.CurrentTemporal;

    public byte CurrentSpatial => _layers.CurrentSpatial;

    /// <summary>Continues with another source, whose key picture begins with this packet.</summary>
    public void Switch(in Vp9Payload first) => Succeed(this, first);

    /// <summary>
    /// As <see cref="Switch"/>, where another object stopped; null for none. That one goes on to know what it has mapped.
    /// </summary>
    public void Succeed(Vp9Continuity? before, in Vp9Payload first)
    {
        // A viewer's first source keeps its numbers.
        var baseIndex = first.BaseLayerIndex ?? 0;
        _newestBase = before is { _running: true } ? unchecked((byte)(before._newestBase + 1)) : baseIndex;
        _baseOffset = unchecked((byte)(_newestBase - baseIndex));
        if (first.PictureId is { } picture)
        {
            _offset = before is { _hasPictures: true } ? before._newest + before._offset + 1 - picture : 0;
            _first = picture;
            _newest = picture - 1;
            _isLong = first.IsPictureIdLong;
            _hasPictures = true;
        }

        _present = default;
        _layers.BeginPicture(isKey: true);
        _running = true;
    }

    /// <summary>Decides about a packet that arrived and gives its numbers.</summary>
    /// <returns>False if its layer is kept back, or it is older than the switch.</returns>
    public bool TryMap(in Vp9Payload packet, out Vp9Numbers numbers)
    {
        numbers = default;
        if (!_running)
        {
            return false;
        }

        if (packet.PictureId is not { } pictureId)
        {
            // No picture can be told from the next, so no layer is kept back.
            numbers = Shift(packet, pictureId: 0, endsPicture: false);
            return true;
        }

        var picture = Modular.Nearest(_newest, pictureId, packet.IsPictureIdLong ? 15 : 7);
        if (packet.IsKeyFrame && IsElsewhere(picture, packet))
        {
            Switch(packet);
            picture = pictureId;
        }

        if (picture < _newest)
        {
            return TryShift(packet, picture, out numbers);
        }

        var isKey = packet is { IsInterPredicted: false, SpatialId: 0 };
        if (picture > _newest)
        {
            Advance(picture, isKey);
        }
        else if (isKey && _present is { IsKey: false, IsEnded: false })
        {
            _present.IsKey = true;
            _layers.BecomeKey();
        }

        var admitted = _layers.Admit(packet, _present.IsEnded);
        _limits[(int)picture & (Window - 1)] = (_layers.CurrentTemporal, _layers.CurrentSpatial);
        var isMapped = admitted && TryShift(packet, picture, out numbers);
        _present.IsEnded |= isMapped && numbers.EndsPicture;
        return isMapped;
    }

    /// <summary>The numbers that a packet went out with, for one who asks for it again; false if it did not.</summary>
    public bool TryMapAgain(in Vp9Payload packet, out Vp9Numbers numbers)
    {
        numbers = default;
        if (packet.PictureId is not { } pictureId)
        {
            numbers = Shift(packet, pictureId: 0, endsPicture: false);
            return _running;
        }

        // What went out is never newer than the newest, so even seven bits leave no doubt.
        var mask = packet.IsPictureIdLong ? PictureMask : 0x7F;
        return _hasPictures && TryShift(packet, _newest - ((_newest - pictureId) & mask), out numbers);
    }

    /// <summary>The publisher's encoder began anew, without a seam that the caller could see.</summary>
    private bool IsElsewhere(long picture, in Vp9Payload packet) =>
        !_hasPictures
        || packet.IsPictureIdLong != _isLong
        || picture <= _newest - Window
        || picture > _newest + Window;

    private void Advance(long picture, bool isKey)
    {
        // A picture that none came of yet may still come: its layers are those of now.
        for (var missing = Math.Max(_newest + 1, picture - Window + 1); missing < picture; missing++)
        {
            _limits[(int)missing & (Window - 1)] = (_layers.CurrentTemporal, _layers.CurrentSpatial);
        }

        _newest = picture;
        _present = (isKey, IsEnded: false);
        _layers.BeginPicture(isKey);
    }

    private bool TryShift(in Vp9Payload packet, long picture, out Vp9Numbers numbers)
    {
        numbers = default;
        if (picture < _first || picture <= _newest - Window)
        {
            return false;
        }

        var (temporal, spatial) = _limits[(int)picture & (Window - 1)];
        if (packet.TemporalId > temporal || packet.SpatialId > spatial)
        {
            return false;
        }

        var endsPicture = packet.IsEndOfFrame && packet.SpatialId == spatial;
        numbers = Shift(packet, unchecked((ushort)((picture + _offset) & PictureMask)), endsPicture);
        return true;
    }

    private Vp9Numbers Shift(in Vp9Payload packet, ushort pictureId, bool endsPicture)
    {
        var baseIndex = unchecked((byte)((packet.BaseLayerIndex ?? 0) + _baseOffset));
        if (packet.BaseLayerIndex is not null)
        {
            _newestBase = Modular.Newer(baseIndex, _newestBase);
        }

        return new Vp9Numbers(pictureId, baseIndex, endsPicture);
    }
}
