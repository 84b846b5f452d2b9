using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

/// <summary>Checks what a viewer gets, with counters of its own that never wrap.</summary>
internal sealed class Vp8Receiver(bool isLong)
{
    private readonly int _mask = isLong ? 0x7FFF : 0x7F;
    private readonly Dictionary<byte[], byte[]> _sent = new(ReferenceEqualityComparer.Instance);
    private readonly List<byte[]> _order = [];
    private readonly Dictionary<Vp8Frame, ushort> _pictures = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Vp8Frame> _heldBack = new(ReferenceEqualityComparer.Instance);
    private (Vp8Frame Frame, Vp8Payload Source, Vp8Payload Mapped)? _newest;
    private Vp8Payload? _newestOfOther;
    private Vp8Payload? _newestSeen;
    private int _pending;

    public void HandleSwitch()
    {
        // Frames lost after the newest keep their picture ids, if the map has seen that they were there.
        _pending = _newest is { } newest ? Ahead(_newestSeen!.Value.PictureId, newest.Source.PictureId, _mask) : 0;
        _newestOfOther = _newest?.Mapped;
        _newestSeen = null;
        _newest = null;
        _order.Clear();
    }

    public IEnumerable<(byte[] Packet, byte[] Sent)> Latest(int count) =>
        _order.TakeLast(count).Select(packet => (packet, _sent[packet]));

    public void Handle(Vp8Frame frame, byte[] packet, byte[]? sent)
    {
        var seen = Vp8Stream.Parse(packet);
        if (_newestSeen is not { } before || Ahead(seen.PictureId, before.PictureId, _mask) > 0)
        {
            _newestSeen = seen;
        }

        if (sent is null)
        {
            Assert.False(_pictures.ContainsKey(frame), "a frame is forwarded whole or not at all");
            Assert.False(frame.IsKey || frame.Layer == 0, "the base layer is never kept back");
            _heldBack.Add(frame);
            return;
        }

        Assert.DoesNotContain(frame, _heldBack);
        if (_sent.TryGetValue(packet, out var first))
        {
            Assert.Equal(first, sent);
            return;
        }

        _sent.Add(packet, sent);
        _order.Add(packet);
        var (source, mapped) = (Vp8Stream.Parse(packet), Vp8Stream.Parse(sent));
        if (!_pictures.TryAdd(frame, mapped.PictureId!.Value))
        {
            Assert.Equal(_pictures[frame], mapped.PictureId);
        }

        Compare(frame, source, mapped);
    }

    private void Compare(Vp8Frame frame, Vp8Payload source, Vp8Payload mapped)
    {
        if (_newest is not { } newest)
        {
            if (_newestOfOther is { } other)
            {
                Assert.InRange(Ahead(mapped.PictureId, other.PictureId, _mask), 1, 1 + _pending);
                Assert.Equal(1, Ahead(mapped.BaseLayerIndex, other.BaseLayerIndex, 0xFF));
                Assert.Equal(1, Ahead(mapped.KeyIndex, other.KeyIndex, 0x1F));
            }

            _newest = (frame, source, mapped);
            return;
        }

        // Forwarded pictures keep their order; only those that the filter kept back may be missing between them.
        var sourceAhead = Ahead(source.PictureId, newest.Source.PictureId, _mask);
        var mappedAhead = Ahead(mapped.PictureId, newest.Mapped.PictureId, _mask);
        Assert.Equal(Math.Sign(sourceAhead), Math.Sign(mappedAhead));
        Assert.InRange(Math.Abs(mappedAhead), 0, Math.Abs(sourceAhead));
        Assert.Equal(
            Ahead(source.BaseLayerIndex, newest.Source.BaseLayerIndex, 0xFF),
            Ahead(mapped.BaseLayerIndex, newest.Mapped.BaseLayerIndex, 0xFF));
        Assert.Equal(
            Ahead(source.KeyIndex, newest.Source.KeyIndex, 0x1F), Ahead(mapped.KeyIndex, newest.Mapped.KeyIndex, 0x1F));
        if (sourceAhead > 0)
        {
            _newest = (frame, source, mapped);
        }
    }

    private static int Ahead(int? left, int? right, int mask)
    {
        var ahead = (left!.Value - right!.Value) & mask;
        return ahead > mask / 2 ? ahead - mask - 1 : ahead;
    }
}
