using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// The packets sent last, by transport-wide sequence number: eight bytes each, in a ring that grows with what is sent in some
/// seconds, for most viewers get far less than the most that one can get. Numbers that were never sent, or so long ago that the
/// ring has forgotten them, are unknown to it, so hostile feedback has no effect.
/// </summary>
internal sealed class SentPackets
{
    private const int FirstCapacity = 64;

    /// <summary>Feedback on older packets says nothing of the path as it is.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);

    private readonly int _capacity;
    private Entry[] _entries;
    private int _mask;
    private SequenceUnwrapper _unwrapper;
    private ExtendedSeq _oldest;
    private ExtendedSeq _nextToJudge;
    private ExtendedSeq _nextToReport;
    private Instant _newestAt;

    /// <param name="capacity">At most; a power of two, at least the packets of one round trip and one feedback interval.</param>
    public SentPackets(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.PopCount(capacity), 1);
        _capacity = capacity;
        _entries = new Entry[Math.Min(FirstCapacity, capacity)];
        _mask = _entries.Length - 1;
    }

    public void Add(Instant now, RtpSeq sequence, int bytes, byte cluster)
    {
        var isFirst = !_unwrapper.HasValue;
        var extended = _unwrapper.Unwrap(sequence);
        if (isFirst)
        {
            _oldest = _nextToJudge = _nextToReport = extended;
        }

        while (_entries.Length < _capacity && extended - _entries.Length >= _oldest && now - SentAt(extended - _entries.Length) < Lifetime)
        {
            Grow(extended);
        }

        _newestAt = now;
        _entries[extended.Value & _mask] = new Entry
        {
            SentMicroseconds = unchecked((uint)now.Microseconds),
            Bytes = (ushort)Math.Min(bytes, ushort.MaxValue),
            Cluster = cluster,
        };
        _oldest = Later(_oldest, extended - _mask);
        _nextToJudge = Later(_nextToJudge, _oldest);
        _nextToReport = Later(_nextToReport, _oldest);
    }

    /// <summary>Feedback says that it arrived. False if that was known, or the number is.</summary>
    public bool TryReceive(RtpSeq sequence, out SentPacket packet)
    {
        packet = default;
        if (!TryLocate(sequence, out var extended) || At(extended).Fate == PacketFate.Received)
        {
            return false;
        }

        At(extended).Fate = PacketFate.Received;
        NoteReported(extended);
        packet = Read(extended);
        return true;
    }

    /// <summary>Feedback says that it had not arrived.</summary>
    public void MarkMissing(RtpSeq sequence)
    {
        if (TryLocate(sequence, out var extended) && At(extended).Fate == PacketFate.Unknown)
        {
            At(extended).Fate = PacketFate.Missing;
            NoteReported(extended);
        }
    }

    /// <summary>
    /// The next packet, in the order of sending, that left before <paramref name="sentBefore"/> and that feedback has
    /// reached or passed: whatever the feedback said of it by now is final. Each packet is judged once.
    /// </summary>
    public bool TryJudge(Instant sentBefore, out SentPacket packet, out PacketFate fate)
    {
        packet = default;
        fate = PacketFate.Unknown;
        if (!_unwrapper.HasValue || _nextToJudge >= _nextToReport || SentAt(_nextToJudge) >= sentBefore)
        {
            return false;
        }

        packet = Read(_nextToJudge);
        fate = At(_nextToJudge).Fate;
        _nextToJudge += 1;
        return true;
    }

    /// <summary>What is remembered of it, whatever its fate.</summary>
    public bool TryPeek(RtpSeq sequence, out SentPacket packet)
    {
        var isKnown = TryLocate(sequence, out var extended);
        packet = isKnown ? Read(extended) : default;
        return isKnown;
    }

    /// <summary>Leaves out all that was sent before this number: the path was gone, and that is not loss.</summary>
    public void JudgeFrom(RtpSeq sequence)
    {
        if (TryLocate(sequence, out var extended))
        {
            _nextToJudge = Later(_nextToJudge, extended);
            _nextToReport = Later(_nextToReport, extended);
        }
    }

    /// <summary>The oldest packet below <paramref name="end"/> that feedback has not told of; moves on past it.</summary>
    public bool TrySkipUnreported(RtpSeq end, out SentPacket packet)
    {
        packet = default;
        if (!TryLocate(end, out var extended) || _nextToReport >= extended)
        {
            return false;
        }

        packet = Read(_nextToReport);
        _nextToReport += 1;
        return true;
    }

    /// <summary>Before <paramref name="next"/> takes the place of a packet that is not old.</summary>
    private void Grow(ExtendedSeq next)
    {
        var (before, mask) = (_entries, _mask);
        _entries = new Entry[2 * before.Length];
        _mask = _entries.Length - 1;
        for (var sequence = next - before.Length; sequence < next; sequence += 1)
        {
            _entries[sequence.Value & _mask] = before[sequence.Value & mask];
        }
    }

    private static ExtendedSeq Later(ExtendedSeq left, ExtendedSeq right) => left > right ? left : right;

    private ref Entry At(ExtendedSeq sequence) => ref _entries[sequence.Value & _mask];

    private void NoteReported(ExtendedSeq sequence) => _nextToReport = Later(_nextToReport, sequence + 1);

    private bool TryLocate(RtpSeq sequence, out ExtendedSeq extended)
    {
        extended = _unwrapper.Nearest(sequence);
        return _unwrapper.HasValue && extended <= _unwrapper.Highest && extended >= _oldest;
    }

    private SentPacket Read(ExtendedSeq sequence)
    {
        ref readonly var entry = ref At(sequence);
        return new SentPacket(SentAt(sequence), entry.Bytes, entry.Cluster);
    }

    /// <summary>32 bits of microseconds, back from the newest: true for 71 minutes, and the ring turns sooner.</summary>
    private Instant SentAt(ExtendedSeq sequence)
    {
        var age = unchecked((uint)_newestAt.Microseconds - At(sequence).SentMicroseconds);
        return new Instant(_newestAt.Microseconds - age);
    }

    private struct Entry
    {
        public uint SentMicroseconds;
        public ushort Bytes;
        public byte Cluster;
        public PacketFate Fate;
    }
}
