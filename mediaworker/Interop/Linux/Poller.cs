namespace Serverless.Interop.Linux;

/// <summary>
/// What a shard's thread sleeps on: datagrams on its socket, streams, a call of <see cref="Wake"/>, or a deadline. Nothing
/// allocates after construction.
/// </summary>
public sealed unsafe class Poller : IDisposable
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private readonly UdpSocket _socket;
    private readonly SocketPoll? _streams;
    private readonly FileDescriptor _event =
        new(LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK), nameof(LibC.eventfd));

    // One while the event is set: callers after the first save the system call.
    private int _isWoken;

    /// <param name="socket">Outlives the poller.</param>
    /// <param name="streams">Likewise; all of them cost the wait one entry.</param>
    public Poller(UdpSocket socket, SocketPoll? streams = null)
    {
        _socket = socket;
        _streams = streams;
    }

    /// <param name="microseconds">How long at most; zero looks without waiting, negative waits without end.</param>
    public PollResult Wait(long microseconds)
    {
        var timeout = new TimeSpecification
        {
            Seconds = microseconds / MicrosecondsPerSecond,
            Nanoseconds = microseconds % MicrosecondsPerSecond * 1000,
        };
        var entries = stackalloc PollEntry[3];
        entries[0] = EntryOf(_socket.Descriptor);
        entries[1] = EntryOf(_event);
        entries[2] = _streams is null ? default : EntryOf(_streams.Descriptor);
        var count = (nuint)(_streams is null ? 2 : 3);

        // An interrupting signal looks like an early deadline, which every caller of a poll survives.
        if (LibC.ppoll(entries, count, microseconds < 0 ? null : &timeout, null) <= 0)
        {
            return PollResult.None;
        }

        var result = PollResult.None;
        if (entries[0].Returned != 0)
        {
            result |= PollResult.Readable;
        }

        if (entries[1].Returned != 0)
        {
            result |= PollResult.Woken;
            ClearEvent();
        }

        return entries[2].Returned == 0 ? result : result | PollResult.Streams;
    }

    /// <summary>From any thread: makes the current or the next <see cref="Wait"/> return at once.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            ulong one = 1;
            LibC.write(_event, &one, sizeof(ulong));
        }
    }

    public void Dispose() => _event.Dispose();

    private static PollEntry EntryOf(FileDescriptor file) =>
        new() { File = (int)file.DangerousGetHandle(), Events = LibC.POLLIN };

    /// <summary>
    /// The flag falls after the event, so a Wake in between writes nothing; its work is seen because the thread looks for
    /// work after Wait returns, and the exchange keeps that look from being moved before it.
    /// </summary>
    private void ClearEvent()
    {
        ulong count;
        LibC.read(_event, &count, sizeof(ulong));
        Interlocked.Exchange(ref _isWoken, 0);
    }
}
