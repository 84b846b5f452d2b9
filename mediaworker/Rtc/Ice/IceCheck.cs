using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Ice;

/// <summary>One remote address under check, with the transactions that may still be answered.</summary>
internal struct IceCheck(UdpAddress remote, Instant firstSend, TimeSpan interval)
{
    private Transactions _sent;
    private int _count;

    public readonly UdpAddress Remote { get; } = remote;

    public Instant NextSend { get; set; } = firstSend;

    public TimeSpan Interval { get; set; } = interval;

    /// <summary>The server answered with an error, which a repeat would not change.</summary>
    public bool Refused { get; set; }

    public void Remember(ReadOnlySpan<byte> transactionId, bool nominating) =>
        _sent[_count++ % Transactions.Capacity] = Transaction.From(transactionId, nominating);

    public readonly bool IsOutstanding(ReadOnlySpan<byte> transactionId) =>
        Contains(Transaction.From(transactionId, nominating: false)) || IsNominating(transactionId);

    public readonly bool IsNominating(ReadOnlySpan<byte> transactionId) =>
        Contains(Transaction.From(transactionId, nominating: true));

    private readonly bool Contains(Transaction transaction)
    {
        for (var index = 0; index < Math.Min(_count, Transactions.Capacity); index++)
        {
            if (_sent[index] == transaction)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Transaction(ulong High, uint Low, bool Nominating)
    {
        public static Transaction From(ReadOnlySpan<byte> id, bool nominating) =>
            new(BinaryPrimitives.ReadUInt64BigEndian(id), BinaryPrimitives.ReadUInt32BigEndian(id[8..]), nominating);
    }

    /// <summary>Eight checks cover more than the longest round trip that still counts as an answer.</summary>
    [InlineArray(Capacity)]
    private struct Transactions
    {
        public const int Capacity = 8;

        private Transaction _first;
    }
}
