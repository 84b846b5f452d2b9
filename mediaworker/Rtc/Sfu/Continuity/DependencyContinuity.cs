using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>
/// Forwards one decode target of an AV1 source (or of VP9 SVC with dependency descriptors), and keeps the viewer's
/// frame numbers unbroken while sources change. Frame numbers only shift, and those of frames kept back stay missing:
/// references are differences of frame numbers. Template ids shift as well: those of the next source's structure begin where those
/// of the one before ended (A.8.3, template_id_offset), because a receiver tells by them which structure a packet is of. Under the
/// same ids it would read a late packet of one source, or an early one of the next, by the structure of the other.
/// </summary>
internal sealed class DependencyContinuity
{
    private const int Window = 512;
    private const int NumberBits = 16;

    /// <summary>By the low bits of a frame number.</summary>
    private readonly Fate[] _fates = new Fate[Window];

    /// <summary>Likewise: the highest spatial layer of the target that was forwarded then.</summary>
    private readonly byte[] _tops = new byte[Window];
    private bool _running;
    private long _first;
    private long _newest;
    private uint _timestamp;
    private long _offset;
    private byte _templateShift;

    /// <summary>The template id after those of the newest structure, as the viewer knows them.</summary>
    private int _templateEnd;
    private int _target;
    private byte _targetSpatial;

    private enum Fate : byte
    {
        Unseen,
        Forwarded,
        KeptBack,
    }

    /// <summary>The highest spatial layer that the viewer should get.</summary>
    public byte MaximumSpatial { get; set; } = byte.MaxValue;

    public byte MaximumTemporal { get; set; } = byte.MaxValue;

    /// <summary>The decode target that it gets.</summary>
    public int Target => _target;

    /// <summary>Another target is wanted, and no frame has allowed the switch yet; a key frame would.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Continues with another source, whose key frame begins with this packet.</summary>
    public void Switch(in DependencyDescriptor first, DependencyStructure structure) => Succeed(this, first, structure);

    /// <summary>
    /// As <see cref="Switch"/>, where another object stopped; null for none. That one goes on to know what it has mapped.
    /// </summary>
    public void Succeed(DependencyContinuity? before, in DependencyDescriptor first, DependencyStructure structure)
    {
        // A viewer's first source keeps its numbers.
        var goesOn = before is { _running: true };
        _offset = goesOn ? before!._newest + before._offset + 1 - first.FrameNumber : 0;
        _templateShift = goesOn ? TemplateId(before!._templateEnd - structure.FirstTemplateId) : (byte)0;
        _first = first.FrameNumber;
        _newest = _first - 1;
        Array.Clear(_fates);
        _running = true;
    }

    /// <summary>Decides about a packet that arrived, all packets of a frame alike, and gives its numbers.</summary>
    /// <param name="packet">Read when it arrived.</param>
    /// <param name="structure">That it was read by.</param>
    /// <param name="timestamp">Of RTP: all frames of a picture share it.</param>
    /// <param name="numbers">Of the copy.</param>
    /// <returns>False if the frame is kept back, or is older than the switch.</returns>
    public bool TryMap(in DependencyDescriptor packet, DependencyStructure structure, uint timestamp, out DependencyNumbers numbers)
    {
        numbers = default;
        if (!_running)
        {
            return false;
        }

        var frame = Modular.Nearest(_newest, packet.FrameNumber, NumberBits);
        if (packet.StartsSequence && Math.Abs(frame - _newest) > Window)
        {
            // The publisher's encoder began anew, without a seam that the caller could see.
            Switch(packet, structure);
            frame = packet.FrameNumber;
        }

        if (frame > _newest)
        {
            Advance(frame);
            ChooseTarget(packet, structure, frame, beginsPicture: timestamp != _timestamp);
            NoteStructure(packet, structure);
            _timestamp = timestamp;
        }

        if (frame < _first || frame <= _newest - Window)
        {
            return false;
        }

        var place = (int)frame & (Window - 1);
        if (_fates[place] == Fate.Unseen)
        {
            _tops[place] = _targetSpatial;
            _fates[place] = packet.Indication(_target) == DecodeTargetIndication.NotPresent
                ? Fate.KeptBack
                : Fate.Forwarded;
        }

        return TryShift(packet, frame, out numbers);
    }

    /// <summary>The numbers that a packet went out with, for one who asks for it again; false if it did not.</summary>
    public bool TryMapAgain(in DependencyDescriptor packet, out DependencyNumbers numbers)
    {
        numbers = default;
        var frame = Modular.Nearest(_newest, packet.FrameNumber, NumberBits);
        return _running
            && frame >= _first
            && frame <= _newest
            && frame > _newest - Window
            && TryShift(packet, frame, out numbers);
    }

    private void Advance(long frame)
    {
        for (var next = Math.Max(_newest + 1, frame - Window + 1); next <= frame; next++)
        {
            _fates[(int)next & (Window - 1)] = Fate.Unseen;
        }

        _newest = frame;
    }

    private void NoteStructure(in DependencyDescriptor packet, DependencyStructure structure)
    {
        if (packet.StartsSequence)
        {
            _templateEnd = TemplateId(structure.FirstTemplateId + structure.TemplateCount + _templateShift);
        }
    }

    /// <summary>
    /// Specification, A.7: at a decodable frame that is a switch indication for the new target. A picture gets no more layers than it
    /// began with, for the receiver may know already where it ends.
    /// </summary>
    private void ChooseTarget(in DependencyDescriptor packet, DependencyStructure structure, long frame, bool beginsPicture)
    {
        var wanted = structure.FindTarget(MaximumSpatial, MaximumTemporal, packet.ActiveTargets);
        var mayChange = packet.StartsSequence
            || (packet.Indication(wanted) == DecodeTargetIndication.Switch
                && (beginsPicture || structure.Target(wanted).Spatial <= _targetSpatial)
                && IsDecodable(packet, frame));
        _target = mayChange ? wanted : _target;
        _targetSpatial = structure.Target(_target).Spatial;
        IsWaiting = _target != wanted;
    }

    private bool IsDecodable(in DependencyDescriptor packet, long frame)
    {
        for (var index = 0; index < packet.References.Count; index++)
        {
            var needed = frame - packet.References[index];
            if (needed < _first
                || needed <= frame - Window
                || _fates[(int)needed & (Window - 1)] != Fate.Forwarded)
            {
                return false;
            }
        }

        return true;
    }

    private static byte TemplateId(int number) => (byte)(number & (DependencyStructure.TemplateIds - 1));

    private bool TryShift(in DependencyDescriptor packet, long frame, out DependencyNumbers numbers)
    {
        var place = (int)frame & (Window - 1);
        var endsPicture = packet.IsEndOfFrame && packet.SpatialId == _tops[place];
        numbers = new DependencyNumbers(unchecked((ushort)(frame + _offset)), _templateShift, endsPicture);
        return _fates[place] == Fate.Forwarded;
    }
}
