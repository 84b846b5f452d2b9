using Serverless.Interop.Linux;
using Serverless.Rtc.Framing;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Worker.Media.Tcp;

/// <summary>
/// The TCP connections of one shard (RFC 6544, passive side): what comes on them goes into the engine as datagrams do, and what the
/// engine sends to them is queued here. All on the shard's thread; no connection has one of its own.
/// </summary>
internal sealed class TcpPeers : IDisposable
{
    /// <summary>Nobody's token: the first connection has 1.</summary>
    private const ulong AcceptorToken = 0;

    /// <summary>Connections accepted in one turn, so that a flood of them leaves time for media.</summary>
    private const int AcceptedPerTurn = 32;

    private const int ReadLength = 16 * 1024;

    /// <summary>Clients send their first check as soon as they are connected.</summary>
    private static readonly TimeSpan ProofLimit = TimeSpan.FromSeconds(10);

    /// <summary>Consent checks come every 5 s, and consent ends after 15 s (RFC 7675 §5.1): nobody is there.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly int _shard;
    private readonly TcpAcceptor? _acceptor;
    private readonly TcpHandover _handOver;
    private readonly int _maximum;
    private readonly Dictionary<ulong, TcpPeer> _byToken = [];
    private readonly Dictionary<UdpAddress, TcpPeer> _byAddress = [];
    private readonly Strangers _strangers = new();
    private readonly List<TcpPeer> _dirty = [];
    private readonly List<TcpPeer> _late = [];
    private readonly byte[] _received = new byte[ReadLength];
    private ulong _lastToken = AcceptorToken;
    private bool _accepts;

    /// <param name="shard">Index of the shard.</param>
    /// <param name="acceptor">On the shard that accepts for all; else null.</param>
    /// <param name="maximum">Connections at a time.</param>
    /// <param name="handOver">For those of other shards.</param>
    public TcpPeers(int shard, TcpAcceptor? acceptor, int maximum, TcpHandover handOver)
    {
        _shard = shard;
        _acceptor = acceptor;
        _maximum = maximum;
        _handOver = handOver;
        Accept(true);
    }

    public SocketPoll Poll { get; } = new();

    public DropCounters Drops { get; } = new();

    public int Count => _byToken.Count;

    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Takes what can be read without waiting; the rest is told again by the next turn.</summary>
    public void Receive(Instant now, MediaEngine engine)
    {
        var count = Poll.Take();
        for (var index = 0; index < count; index++)
        {
            var token = Poll.Token(index);
            if (token == AcceptorToken)
            {
                AcceptWaiting(now);
            }
            else if (_byToken.TryGetValue(token, out var peer))
            {
                if (Poll.IsWritable(index))
                {
                    Write(peer);
                }

                if (!peer.IsGone && Poll.IsReadable(index))
                {
                    Read(now, peer, engine);
                }
            }
        }
    }

    /// <summary>From the shard that accepted it.</summary>
    public void Adopt(Instant now, TcpStream stream, Span<byte> received, MediaEngine engine)
    {
        if (Add(now, stream) is { } peer)
        {
            Take(now, peer, received, engine);
        }
    }

    /// <summary>Queues a datagram for the next <see cref="Flush"/>.</summary>
    public void Send(ReadOnlySpan<byte> datagram, UdpAddress to, SendPriority priority)
    {
        if (!_byAddress.TryGetValue(to, out var peer))
        {
            Drops.Add(DropReason.StreamGone);
            return;
        }

        // Nothing is sent to anybody but in answer to a check with the right password.
        Prove(peer);
        if (!peer.Queue.TryAdd(datagram, priority))
        {
            Drops.Add(priority switch
            {
                SendPriority.Video => DropReason.StreamFullOfVideo,
                SendPriority.Audio => DropReason.StreamFullOfAudio,
                SendPriority.Control => DropReason.StreamFullOfControl,
            });
        }
        else if (!peer.IsDirty)
        {
            peer.IsDirty = true;
            _dirty.Add(peer);
        }
    }

    /// <summary>Writes what was queued, as far as the streams take it; the rest goes when they take more.</summary>
    public void Flush()
    {
        foreach (var peer in _dirty)
        {
            peer.IsDirty = false;
            if (!peer.IsGone && !peer.AwaitsWriting)
            {
                Write(peer);
            }
        }

        _dirty.Clear();
    }

    /// <summary>Closes those that are late, and accepts again.</summary>
    public void HandleTimeout(Instant now)
    {
        if (now < NextDeadline)
        {
            return;
        }

        foreach (var peer in _byToken.Values)
        {
            if (now - peer.LastHeard >= (peer.IsProven ? SilenceLimit : ProofLimit))
            {
                _late.Add(peer);
            }
        }

        foreach (var peer in _late)
        {
            Drops.Add(DropReason.StreamIdle);
            Close(peer);
        }

        _late.Clear();
        Accept(true);
        NextDeadline = _byToken.Count == 0 ? Instant.Never : now + SweepInterval;
    }

    public void Dispose()
    {
        foreach (var peer in _byToken.Values)
        {
            peer.Stream.Dispose();
        }

        _acceptor?.Dispose();
        Poll.Dispose();
    }

    private void AcceptWaiting(Instant now)
    {
        for (var turn = 0; turn < AcceptedPerTurn; turn++)
        {
            switch (_acceptor!.TryAccept(out var stream))
            {
                case AcceptResult.Accepted:
                    Add(now, stream!);
                    break;
                case AcceptResult.Exhausted:
                    Accept(false);
                    NextDeadline = Instant.Min(NextDeadline, now + SweepInterval);
                    return;
                case AcceptResult.NobodyWaits:
                    return;
                case AcceptResult.Lost:
                    break;
            }
        }
    }

    private void Accept(bool accepts)
    {
        if (_acceptor is null || accepts == _accepts)
        {
            return;
        }

        _accepts = accepts;
        if (accepts)
        {
            Poll.Add(_acceptor, AcceptorToken);
        }
        else
        {
            Poll.Remove(_acceptor);
        }
    }

    /// <returns>Null when it was refused and closed.</returns>
    private TcpPeer? Add(Instant now, TcpStream stream)
    {
        // One address twice: a client of several addresses of ours from one port. No browser does.
        if (_byToken.Count >= _maximum || _byAddress.ContainsKey(stream.Remote) || !_strangers.TryAdd(stream.Remote))
        {
            Drops.Add(DropReason.StreamRefused);
            stream.Dispose();
            return null;
        }

        var peer = new TcpPeer(stream, ++_lastToken, now);
        _byToken.Add(peer.Token, peer);
        _byAddress.Add(stream.Remote, peer);
        Poll.Add(stream, peer.Token);
        NextDeadline = Instant.Min(NextDeadline, now + SweepInterval);
        return peer;
    }

    private void Read(Instant now, TcpPeer peer, MediaEngine engine)
    {
        if (peer.Stream.Read(_received) is { } count)
        {
            Take(now, peer, _received.AsSpan(0, count), engine);
        }
        else
        {
            Close(peer);
        }
    }

    private void Take(Instant now, TcpPeer peer, Span<byte> received, MediaEngine engine)
    {
        while (peer.Frames.TryRead(ref received, out var datagram))
        {
            if (!peer.HasBegun && !Begin(peer, datagram, received))
            {
                return;
            }

            // A stranger's clock runs on, whatever it sends.
            peer.LastHeard = peer.IsProven ? now : peer.LastHeard;
            engine.HandleDatagram(now, peer.Stream.Remote, datagram);
        }

        if (peer.Frames.IsBroken)
        {
            Refuse(peer);
        }
    }

    /// <summary>The first datagram shows whose the connection is. False when it is no longer ours.</summary>
    private bool Begin(TcpPeer peer, ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> rest)
    {
        if (Demux.Classify(datagram) != PacketKind.Stun || !StunPeek.TryReadLocalUfrag(datagram, out var ufrag))
        {
            Refuse(peer);
            return false;
        }

        var shard = ShardTag.ShardOf(ufrag);
        if (shard == _shard)
        {
            peer.HasBegun = true;
            return true;
        }

        Poll.Remove(peer.Stream);
        Forget(peer);
        if (!_handOver(shard, peer.Stream, StreamFrame.Again(datagram, rest)))
        {
            Drops.Add(DropReason.UnknownUfrag);
            peer.Stream.Dispose();
        }

        return false;
    }

    private void Write(TcpPeer peer)
    {
        while (!peer.Queue.IsEmpty)
        {
            switch (peer.Stream.Write(peer.Queue.Next))
            {
                case null:
                    Close(peer);
                    return;
                case 0:
                    AwaitWriting(peer, true);
                    return;
                case { } count:
                    peer.Queue.Written(count);
                    break;
            }
        }

        AwaitWriting(peer, false);
    }

    private void AwaitWriting(TcpPeer peer, bool awaits)
    {
        if (peer.AwaitsWriting != awaits)
        {
            peer.AwaitsWriting = awaits;
            Poll.WatchWriting(peer.Stream, peer.Token, awaits);
        }
    }

    private void Prove(TcpPeer peer)
    {
        if (!peer.IsProven)
        {
            peer.IsProven = true;
            _strangers.Remove(peer.Stream.Remote);
        }
    }

    private void Refuse(TcpPeer peer)
    {
        Drops.Add(DropReason.MalformedFrame);
        Close(peer);
    }

    private void Close(TcpPeer peer)
    {
        Forget(peer);
        peer.Stream.Dispose();
    }

    private void Forget(TcpPeer peer)
    {
        peer.IsGone = true;
        _byToken.Remove(peer.Token);
        _byAddress.Remove(peer.Stream.Remote);
        if (!peer.IsProven)
        {
            _strangers.Remove(peer.Stream.Remote);
        }
    }
}
