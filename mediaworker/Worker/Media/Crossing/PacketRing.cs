using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Serverless.Worker.Media.Crossing;

/// <summary>
/// Records of bytes from one thread to one other, in the order of writing, in memory that is taken once. Neither thread ever waits:
/// where there is no room, nothing is written.
/// </summary>
/// <remarks>
/// Positions count bytes since the beginning and never fall. A record lies in one piece, so that it is written and read in place;
/// what is left over before the end of the memory is skipped.
/// </remarks>
internal sealed class PacketRing
{
    /// <summary>Before each record: its length, or <see cref="Skip"/>.</summary>
    private const int LengthSize = sizeof(long);

    private const int Skip = -1;

    private readonly int _capacity;

    /// <summary>Taken by the writer at its first record; the reader looks no sooner than at what was published.</summary>
    private byte[]? _bytes;
    private Cursors _cursors;

    /// <summary>The writer's own: where the next record goes, and how far the reader was when last looked.</summary>
    private long _written;
    private long _freed;

    /// <summary>The reader's own: where the next record is, and how far the writer was when last looked.</summary>
    private long _read;
    private long _filled;

    /// <param name="capacity">In bytes; a power of two.</param>
    public PacketRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.PopCount(capacity), 1);
        _capacity = capacity;
    }

    /// <summary>The writer's: where it stands.</summary>
    public long Written => _written;

    /// <summary>The reader's: where it stands.</summary>
    public long Read => _read;

    /// <summary>The reader's: something was published that it has not read.</summary>
    public bool HasWaiting => Volatile.Read(ref _cursors.Published) != _read;

    /// <summary>The writer's: a place for a record, if what is unread with it is at most so much.</summary>
    /// <param name="length">Of the record.</param>
    /// <param name="limit">Bytes; at most the capacity.</param>
    /// <param name="record">Filled by the caller before anything else is called.</param>
    public bool TryWrite(int length, int limit, out Span<byte> record)
    {
        _bytes ??= GC.AllocateUninitializedArray<byte>(_capacity);
        var size = SizeOf(length);
        var start = (int)_written & (_capacity - 1);
        var skipped = start + size <= _capacity ? 0 : _capacity - start;
        if (!HasRoom(skipped + size, limit))
        {
            record = default;
            return false;
        }

        if (skipped > 0)
        {
            WriteLength(start, Skip);
            start = 0;
        }

        WriteLength(start, length);
        _written += skipped + size;
        record = _bytes.AsSpan(start + LengthSize, length);
        return true;
    }

    /// <summary>The writer's: lets the reader see all that was written.</summary>
    public void Publish() => Volatile.Write(ref _cursors.Published, _written);

    /// <summary>The reader's: the next record; it stays until <see cref="Release"/>.</summary>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (_read == _filled)
        {
            _filled = Volatile.Read(ref _cursors.Published);
            if (_read == _filled)
            {
                return false;
            }
        }

        var start = (int)_read & (_capacity - 1);
        var length = ReadLength(start);
        if (length == Skip)
        {
            _read += _capacity - start;
            start = 0;
            length = ReadLength(start);
        }

        record = _bytes.AsSpan(start + LengthSize, length);
        _read += SizeOf(length);
        return true;
    }

    /// <summary>The reader's: gives back the room of all that was read.</summary>
    public void Release() => Volatile.Write(ref _cursors.Released, _read);

    private bool HasRoom(int size, int limit)
    {
        if (_written + size - _freed > limit)
        {
            _freed = Volatile.Read(ref _cursors.Released);
        }

        return _written + size - _freed <= limit;
    }

    /// <summary>Lengths lie on whole words, so that one before the end of the memory always fits.</summary>
    private static int SizeOf(int length) => LengthSize + ((length + LengthSize - 1) & -LengthSize);

    private int ReadLength(int start) => Unsafe.ReadUnaligned<int>(ref _bytes![start]);

    private void WriteLength(int start, int length) => Unsafe.WriteUnaligned(ref _bytes![start], length);

    /// <summary>What both threads look at, on cache lines of their own: neither slows the other down but by what it has to say.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Cursors
    {
        [FieldOffset(64)]
        public long Published;

        [FieldOffset(128)]
        public long Released;
    }
}
