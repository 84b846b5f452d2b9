using System.Buffers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// DTLS datagrams wait here for their turn. A flight costs about half a millisecond of public-key work, as much as hundreds
/// of media packets: a crowd that joins at once must not make those who watch wait for it.
/// </summary>
internal sealed class HandshakeQueue
{
    /// <summary>Flights between two batches of media: joins then take at most about a quarter of a busy thread.</summary>
    public const int PerTurn = 2;

    /// <summary>Some 300 joins under way; who finds it full repeats the flight after a moment.</summary>
    private const int Capacity = 1024;

    /// <summary>A flight of a client with a large certificate comes in four datagrams; nobody fills the queue alone.</summary>
    private const int PerParticipant = 8;

    private readonly Queue<Waiting> _waiting = new();

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>False when it is full, of all or of this participant's.</summary>
    public bool TryAdd(Participant participant, UdpAddress from, ReadOnlySpan<byte> datagram)
    {
        if (_waiting.Count >= Capacity || participant.HandshakesWaiting >= PerParticipant)
        {
            return false;
        }

        var copy = ArrayPool<byte>.Shared.Rent(datagram.Length);
        datagram.CopyTo(copy);
        participant.HandshakesWaiting++;
        _waiting.Enqueue(new Waiting(participant, from, copy, datagram.Length));
        return true;
    }

    /// <summary>The oldest whose participant is still there. The caller gives it back by <see cref="Return"/>.</summary>
    public bool TryTake(out Waiting next)
    {
        while (_waiting.TryDequeue(out next))
        {
            next.Participant.HandshakesWaiting--;
            if (!next.Participant.IsForgotten)
            {
                return true;
            }

            Return(next);
        }

        return false;
    }

    public static void Return(in Waiting taken) => ArrayPool<byte>.Shared.Return(taken.Buffer);

    internal readonly record struct Waiting(Participant Participant, UdpAddress From, byte[] Buffer, int Length)
    {
        public Span<byte> Datagram => Buffer.AsSpan(0, Length);
    }
}
