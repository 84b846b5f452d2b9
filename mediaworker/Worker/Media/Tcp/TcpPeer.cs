using Serverless.Interop.Linux;
using Serverless.Rtc.Framing;
using Serverless.Rtc.Units;

namespace Serverless.Worker.Media.Tcp;

/// <summary>A connection over which somebody sends and receives datagrams.</summary>
internal sealed class TcpPeer(TcpStream stream, ulong token, Instant now)
{
    public TcpStream Stream { get; } = stream;

    /// <summary>By which the poll names it.</summary>
    public ulong Token { get; } = token;

    public FrameReader Frames { get; } = new();

    public FrameQueue Queue { get; } = new();

    /// <summary>Its first datagram was a check for this shard.</summary>
    public bool HasBegun { get; set; }

    /// <summary>It sent a check with the right password.</summary>
    public bool IsProven { get; set; }

    public Instant LastHeard { get; set; } = now;

    /// <summary>Closed, or another shard's.</summary>
    public bool IsGone { get; set; }

    /// <summary>Something was put into <see cref="Queue"/> since the last flush.</summary>
    public bool IsDirty { get; set; }

    /// <summary>The kernel took no more, and says when it does.</summary>
    public bool AwaitsWriting { get; set; }
}
