using System.Buffers.Binary;
using Serverless.Rtc.Stun;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Ice;

/// <summary>
/// The controlling side against a lite server whose addresses are known (tests, load generator, relays between
/// workers): checks each address, nominates the first that answers (RFC 8445 §8.1.1, regular nomination), then keeps
/// consent fresh (RFC 7675). It gathers no candidates and opens no pinholes for the other side, which sends no
/// checks. After every call that goes in, drain <see cref="TryGetTransmit"/>.
/// </summary>
public sealed class IceClient
{
    /// <summary>RFC 8445 §14.3, for few pairs.</summary>
    private static readonly TimeSpan InitialRetransmit = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan MaxRetransmit = TimeSpan.FromSeconds(2);

    /// <summary>Ta: between the first checks of two pairs (RFC 8445 §14.2).</summary>
    private static readonly TimeSpan Pacing = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan CheckingLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(30);

    private readonly byte[] _localUfrag;
    private readonly byte[] _remoteUfrag;
    private readonly byte[] _remotePassword;
    private readonly RandomBytes _random;
    private readonly IceCheck[] _checks;
    private readonly ulong _tieBreaker;
    private Instant _deadline;
    private int _nominated = -1;

    public IceClient(
        Instant now,
        IceCredentials local,
        IceCredentials remote,
        ReadOnlySpan<UdpAddress> remoteCandidates,
        RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(random);
        _localUfrag = local.UfragBytes();
        _remoteUfrag = remote.UfragBytes();
        _remotePassword = remote.PasswordBytes();
        _random = random;
        _checks = new IceCheck[remoteCandidates.Length];
        for (var index = 0; index < _checks.Length; index++)
        {
            _checks[index] = new IceCheck(remoteCandidates[index], now + (Pacing * index), InitialRetransmit);
        }

        Span<byte> tieBreaker = stackalloc byte[8];
        random(tieBreaker);
        _tieBreaker = BinaryPrimitives.ReadUInt64BigEndian(tieBreaker);
        _deadline = now + CheckingLimit;

        // One address leaves nothing to compare, so its first check nominates it.
        _nominated = _checks.Length == 1 ? 0 : -1;
        State = _checks.Length == 0 ? IceClientState.Failed : IceClientState.Checking;
    }

    public IceClientState State { get; private set; }

    /// <summary>Between consent checks, before jitter of ±20 % (RFC 7675 §5.1).</summary>
    public TimeSpan ConsentInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where to send; null unless connected.</summary>
    public UdpAddress? Selected => State == IceClientState.Connected ? _checks[_nominated].Remote : null;

    /// <summary>How the server sees us: XOR-MAPPED-ADDRESS of the last response.</summary>
    public UdpAddress? Mapped { get; private set; }

    /// <summary>When <see cref="TryGetTransmit"/> wants to be called next.</summary>
    public Instant NextTimeout
    {
        get
        {
            if (State == IceClientState.Failed)
            {
                return Instant.Never;
            }

            var next = _deadline;
            for (var index = 0; index < _checks.Length; index++)
            {
                next = IsActive(index) ? Instant.Min(next, _checks[index].NextSend) : next;
            }

            return next;
        }
    }

    /// <summary>The next check that is due, if any; also notices that time ran out.</summary>
    /// <returns>False when nothing is due, or the buffer is too small (512 bytes are enough).</returns>
    public bool TryGetTransmit(Instant now, Span<byte> buffer, out int length, out UdpAddress to)
    {
        length = 0;
        to = default;
        if (State != IceClientState.Failed && now >= _deadline)
        {
            State = IceClientState.Failed;
        }

        for (var index = 0; index < _checks.Length && State != IceClientState.Failed; index++)
        {
            if (!IsActive(index) || now < _checks[index].NextSend)
            {
                continue;
            }

            length = WriteCheck(ref _checks[index], buffer, nominate: index == _nominated);
            to = _checks[index].Remote;
            Reschedule(now, ref _checks[index]);
            return length > 0;
        }

        return false;
    }

    /// <returns>True when it was the authentic answer to one of our checks.</returns>
    public bool HandleDatagram(Instant now, ReadOnlySpan<byte> datagram, UdpAddress from)
    {
        if (State == IceClientState.Failed
            || !StunMessage.TryParse(datagram, out var message)
            || message.Class is not (StunClass.SuccessResponse or StunClass.ErrorResponse)
            || Find(message.TransactionId, from) is not (>= 0 and var index)
            || !message.HasValidIntegrity(_remotePassword))
        {
            return false;
        }

        if (message.Class == StunClass.ErrorResponse)
        {
            HandleError(index);
            return true;
        }

        // A response to a request without USE-CANDIDATE that arrives after the nomination went out does not confirm it.
        var confirmsNomination = index == _nominated && _checks[index].IsNominating(message.TransactionId);
        Mapped = message.TryGetMappedAddress(out var mapped) ? mapped : Mapped;
        if (confirmsNomination)
        {
            State = IceClientState.Connected;
            _deadline = now + ConsentLifetime;
            _checks[index].NextSend = now + Jittered(ConsentInterval);
        }
        else if (_nominated < 0)
        {
            _nominated = index;
            _checks[index].NextSend = now;
            _checks[index].Interval = InitialRetransmit;
        }

        return true;
    }

    /// <summary>Once a pair is nominated, the others rest.</summary>
    private bool IsActive(int index) => !_checks[index].Refused && (_nominated < 0 || _nominated == index);

    private void HandleError(int index)
    {
        _checks[index].Refused = true;
        if (State == IceClientState.Connected || Array.TrueForAll(_checks, static check => check.Refused))
        {
            State = IceClientState.Failed;
        }
        else if (_nominated == index)
        {
            _nominated = -1;
        }
    }

    private int Find(ReadOnlySpan<byte> transactionId, UdpAddress from)
    {
        for (var index = 0; index < _checks.Length; index++)
        {
            if (_checks[index].Remote == from && _checks[index].IsOutstanding(transactionId))
            {
                return index;
            }
        }

        return -1;
    }

    private int WriteCheck(ref IceCheck check, Span<byte> buffer, bool nominate)
    {
        Span<byte> transactionId = stackalloc byte[StunHeader.TransactionIdLength];
        _random(transactionId);
        var writer = new StunWriter(buffer, StunClass.Request, transactionId);
        writer.WriteUsername(_remoteUfrag, _localUfrag);
        writer.WritePriority(IcePriority.PeerReflexive);
        writer.WriteIceControlling(_tieBreaker);
        if (nominate)
        {
            writer.WriteUseCandidate();
        }

        writer.WriteIntegrity(_remotePassword);
        writer.WriteFingerprint();
        check.Remember(transactionId, nominate);
        return writer.Length;
    }

    private void Reschedule(Instant now, ref IceCheck check)
    {
        if (State == IceClientState.Connected)
        {
            check.NextSend = now + Jittered(ConsentInterval);
            return;
        }

        check.NextSend = now + check.Interval;
        check.Interval = check.Interval * 2 < MaxRetransmit ? check.Interval * 2 : MaxRetransmit;
    }

    private TimeSpan Jittered(TimeSpan interval)
    {
        Span<byte> random = stackalloc byte[1];
        _random(random);
        return interval * (0.8 + (0.4 * random[0] / 255));
    }
}
