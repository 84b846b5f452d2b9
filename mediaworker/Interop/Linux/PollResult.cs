namespace Serverless.Interop.Linux;

/// <summary>Why <see cref="Poller.Wait"/> returned. None: the time was up.</summary>
[Flags]
public enum PollResult
{
    None = 0,
    Readable = 1,
    Woken = 2,

    /// <summary>Ask the <see cref="SocketPoll"/> which.</summary>
    Streams = 4,
}
