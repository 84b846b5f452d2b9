using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Continuity;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// What a slot plays of one layer, from one switch to the next: how the layer's numbers became the slot's. The one before the
/// present is kept for a while, because viewers ask for its packets again and publishers repair them late.
/// </summary>
internal sealed class Passage
{
    /// <summary>
    /// A source that jumps further ahead began anew (RFC 3550 A.1). Its numbers go on by one here, because a receiver that saw
    /// a jump of 2^15 would guess a wrong ROC and never again find a packet authentic.
    /// </summary>
    public const int MaximumJump = 3000;

    /// <summary>How many numbers back a repair may be: for two seconds of 2 Mbit/s, and two bytes each in every slot.</summary>
    private const int VideoWindow = 512;
    private const int AudioWindow = 64;

    /// <summary>Beyond this, the layers' clocks contradict what arrives, and what arrives is believed.</summary>
    private static readonly TimeSpan ClockTrust = TimeSpan.FromSeconds(1);

    private readonly NumberMap _numbers;
    private Vp8Continuity? _vp8;
    private Vp9Continuity? _vp9;
    private DependencyContinuity? _dependency;

    /// <summary>The <see cref="FirstMapped"/> with which each of them was begun last.</summary>
    private (long Vp8, long Vp9, long Dependency) _begun = (long.MinValue, long.MinValue, long.MinValue);

    /// <summary>Of the slot's numbers, the last that is this passage's; known when another begins.</summary>
    private long _last = long.MaxValue;
    private byte _spatial;

    public Passage(MediaKind kind, Layer layer)
    {
        _numbers = new NumberMap(kind == MediaKind.Video ? VideoWindow : AudioWindow);
        Layer = layer;
    }

    public Layer Layer { get; private set; }

    public CodecKind Codec { get; private set; }

    /// <summary>The slot's number of its first packet.</summary>
    public long FirstMapped { get; private set; }

    /// <summary>What to add to the layer's timestamps.</summary>
    public uint TimestampOffset { get; private set; }

    /// <summary>More layers are wanted, and only a key frame can add them.</summary>
    public bool IsWaiting => Codec switch
    {
        CodecKind.Vp9 => _vp9 is { } vp9 && Math.Min(_spatial, Layer.SpatialLayers - 1) > vp9.CurrentSpatial,
        CodecKind.Av1 => _dependency is { IsWaiting: true },
        CodecKind.Vp8 or CodecKind.H264 or CodecKind.Opus or CodecKind.Red => false,
    };

    /// <summary>Layers above these are left out as soon as that does no harm.</summary>
    public void Limit(byte spatial, byte temporal)
    {
        _spatial = spatial;
        if (_vp8 is not null)
        {
            _vp8.TargetLayer = Math.Min(temporal, TemporalLayerFilter.All);
        }

        if (_vp9 is not null)
        {
            _vp9.TargetSpatial = Math.Min(spatial, Vp9LayerFilter.All);
            _vp9.TargetTemporal = Math.Min(temporal, Vp9LayerFilter.All);
        }

        if (_dependency is not null)
        {
            (_dependency.MaximumSpatial, _dependency.MaximumTemporal) = (spatial, temporal);
        }
    }

    /// <summary>Goes on with a layer where another passage ended; the object may have been used before.</summary>
    /// <param name="now">The present.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="first">Its first packet to go out.</param>
    /// <param name="before">The passage that ends, if there was one.</param>
    /// <param name="head">Of the slot's stream.</param>
    /// <param name="limits">As in <see cref="Limit"/>.</param>
    public void Begin(
        Instant now, Layer layer, in StoredPacket first, Passage? before, in StreamHead head, Rung limits)
    {
        if (before is not null)
        {
            before._last = head.Sequence;
        }

        (Layer, Codec, FirstMapped, _last) = (layer, first.Codec, head.Sequence + 1, long.MaxValue);
        _numbers.Restart(first.Sequence, FirstMapped);
        TimestampOffset = unchecked(FirstTimestamp(now, first.Timestamp, before, head) - first.Timestamp);
        if (first.Vp8.DescriptorLength > 0)
        {
            _vp8 ??= new Vp8Continuity();
            Limit(limits.Spatial, limits.Temporal);
            _vp8.Succeed(Later(before?._vp8, before?._begun.Vp8, _vp8, _begun.Vp8), first.Vp8);
            _begun.Vp8 = FirstMapped;
        }
        else if (first.Vp9.DescriptorLength > 0)
        {
            _vp9 ??= new Vp9Continuity();
            Limit(limits.Spatial, limits.Temporal);
            _vp9.Succeed(Later(before?._vp9, before?._begun.Vp9, _vp9, _begun.Vp9), first.Vp9);
            _begun.Vp9 = FirstMapped;
        }
        else if (first.DescriptorLength > 0 && layer.Dependencies?.Structure is { } structure)
        {
            _dependency ??= new DependencyContinuity();
            Limit(limits.Spatial, limits.Temporal);
            _dependency.Succeed(
                Later(before?._dependency, before?._begun.Dependency, _dependency, _begun.Dependency), first.Dependency, structure);
            _begun.Dependency = FirstMapped;
        }
    }

    /// <summary>The layer's packet came when newer ones had gone out already, and was left out: its number stays a gap.</summary>
    public bool IsGap(long sequence) => !_numbers.IsGivenOut(sequence) && !_numbers.IsLeftOut(sequence) && sequence < _numbers.Newest;

    /// <summary>The packet belongs here: not before the switch to this layer, nor after the switch away from it.</summary>
    public bool Covers(in StoredPacket packet) =>
        packet.Sequence >= _numbers.First && (_last == long.MaxValue || packet.Sequence <= _numbers.Newest);

    /// <summary>Decides about a packet that arrived and that it <see cref="Covers"/>, and numbers it.</summary>
    public PassageResult Map(Instant now, in StoredPacket packet, ref StreamHead head, out Rewrite rewrite)
    {
        rewrite = default;
        if (packet.Sequence > _numbers.Newest + MaximumJump)
        {
            _numbers.Restart(packet.Sequence, _numbers.NewestMapped + 1);
        }

        if (_numbers.IsGivenOut(packet.Sequence))
        {
            // Under one number nothing is encrypted twice.
            return PassageResult.LeftOut;
        }

        if (!TryMapCounters(packet, again: false, ref rewrite))
        {
            _numbers.TryLeaveOut(packet.Sequence);
            return PassageResult.LeftOut;
        }

        if (!_numbers.TryMap(packet.Sequence, out var mapped) || mapped > _last)
        {
            return PassageResult.BeforeSwitch;
        }

        rewrite = rewrite with { Sequence = mapped, Timestamp = unchecked(packet.Timestamp + TimestampOffset) };
        head.Advance(now, mapped, rewrite.Timestamp);
        return PassageResult.Mapped;
    }

    /// <summary>The layer's number of what the viewer knows as <paramref name="mapped"/>, or misses under that number.</summary>
    public bool TryUnmap(long mapped, out long sequence)
    {
        sequence = 0;
        return mapped <= _last && _numbers.TryUnmap(mapped, out sequence);
    }

    /// <summary>As the packet went out: another content under the same number would be another packet.</summary>
    /// <remarks>One that did not go out, for it came before the key frame that it belongs to, is decided about now.</remarks>
    public bool TryMapAgain(
        Instant now,
        long mapped,
        in StoredPacket packet,
        ref StreamHead head,
        out Rewrite rewrite)
    {
        if (!_numbers.IsGivenOut(packet.Sequence))
        {
            return Map(now, packet, ref head, out rewrite) == PassageResult.Mapped;
        }

        rewrite = new Rewrite { Sequence = mapped, Timestamp = unchecked(packet.Timestamp + TimestampOffset) };
        return TryMapCounters(packet, again: true, ref rewrite);
    }

    /// <summary>
    /// Where a codec's counters stand in the slot's stream. Another codec may have played since, and a receiver's counters do not
    /// start anew for that: it would take what is behind them for old, and show nothing.
    /// </summary>
    private static T? Later<T>(T? theirs, long? theirsBegun, T? own, long ownBegun)
        where T : class => theirs is null || ownBegun > theirsBegun ? own : theirs;

    private bool TryMapCounters(in StoredPacket packet, bool again, ref Rewrite rewrite)
    {
        if (packet.Vp8.DescriptorLength > 0 && _vp8 is not null)
        {
            var isMapped = again ? _vp8.TryMapAgain(packet.Vp8, out var numbers) : _vp8.TryMap(packet.Vp8, out numbers);
            rewrite = rewrite with { Vp8 = numbers, Marker = packet.Marker };
            return isMapped;
        }

        if (packet.Vp9.DescriptorLength > 0 && _vp9 is not null)
        {
            var isMapped = again ? _vp9.TryMapAgain(packet.Vp9, out var numbers) : _vp9.TryMap(packet.Vp9, out numbers);
            rewrite = rewrite with { Vp9 = numbers, Marker = packet.Marker || numbers.EndsPicture };
            return isMapped;
        }

        if (packet.DescriptorLength > 0 && _dependency is not null && Layer.Dependencies?.Structure is { } structure)
        {
            var isMapped = again
                ? _dependency.TryMapAgain(packet.Dependency, out var numbers)
                : _dependency.TryMap(packet.Dependency, structure, packet.Timestamp, out numbers);
            rewrite = rewrite with { Dependency = numbers, Marker = packet.Marker || numbers.EndsPicture };
            return isMapped;
        }

        rewrite = rewrite with { Marker = packet.Marker };
        return true;
    }

    /// <summary>
    /// Of the first packet. Layers of one publication tell by their sender reports when it was captured; between publications
    /// only the time of arrival says how much later it is.
    /// </summary>
    private uint FirstTimestamp(Instant now, uint source, Passage? before, in StreamHead head)
    {
        var byArrival = head.TimestampAt(now);
        if (!head.IsRunning || before?.Layer.Publication != Layer.Publication)
        {
            return byArrival;
        }

        var exact = before.Layer == Layer
            ? unchecked(source + before.TimestampOffset)
            : ByReports(source, before) ?? byArrival;
        if (Math.Abs(unchecked((int)(exact - byArrival))) > RtpTime.Ticks(ClockTrust, head.ClockRate))
        {
            return byArrival;
        }

        return unchecked((int)(exact - head.Timestamp)) > 0 ? exact : head.Timestamp + 1;
    }

    private uint? ByReports(uint source, Passage before) =>
        Layer.Clock.IsKnown && before.Layer.Clock.IsKnown
            ? unchecked(before.Layer.Clock.RtpAt(Layer.Clock.MicrosecondsAt(source, Layer.ClockRate), Layer.ClockRate)
                + before.TimestampOffset)
            : null;
}
