using Serverless.Rtc.Stun;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Ice;

/// <summary>
/// The server's side of ICE (RFC 8445, lite): it sends no checks, is always controlled, answers the client's checks and
/// sends media to the address that the client nominated last. Checks that fail authentication are not answered, so the
/// port reflects nothing to a spoofed source; a real client meets that only with wrong credentials, which no 401 mends.
/// </summary>
public sealed class IceLiteAgent
{
    /// <summary>Consent expires this long after the last valid check (RFC 7675 §5.1).</summary>
    public static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(15);

    /// <summary>
    /// With aggressive nomination (RFC 5245 §8.1.1.2) checks of several pairs carry USE-CANDIDATE at the start, and
    /// the pair of the highest priority is meant. Later, the last nomination counts, whatever its priority: the
    /// client moved.
    /// </summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A client that nominated once says by consent checks only (RFC 7675), which nominate nobody, that its NAT gave it another
    /// address. It is known to be there when its media comes from there and none from the selected address for this long.
    /// </summary>
    private static readonly TimeSpan MovedAfter = TimeSpan.FromSeconds(1);

    private readonly byte[] _localUfrag;
    private readonly byte[] _localPassword;
    private readonly byte[] _remoteUfrag;
    private UdpAddress _selected;
    private Instant _firstNomination;
    private uint _selectedPriority;
    private Instant _selectedHeard;

    /// <summary>The last other address that a valid check came from, and when.</summary>
    private UdpAddress _other;
    private Instant _otherChecked;

    public IceLiteAgent(IceCredentials local, IceCredentials remote)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        _localUfrag = local.UfragBytes();
        _localPassword = local.PasswordBytes();
        _remoteUfrag = remote.UfragBytes();
    }

    public bool HasSelected { get; private set; }

    /// <summary>Where media goes, or null before the first nomination.</summary>
    public UdpAddress? Selected => HasSelected ? _selected : null;

    /// <summary>
    /// When the last valid check from the selected address arrived (from any address before there is one); null before
    /// the first.
    /// </summary>
    public Instant? LastValidCheck { get; private set; }

    /// <summary>Whether media may be sent to the selected address now.</summary>
    public bool HasConsent(Instant now) => HasSelected && now - LastValidCheck < ConsentLifetime;

    /// <summary>Authentic media came; it tells whether a client moved without nominating.</summary>
    /// <param name="now">When it arrived.</param>
    /// <param name="from">Its source.</param>
    public void HandleMedia(Instant now, UdpAddress from)
    {
        if (from == _selected)
        {
            _selectedHeard = now;
        }
        else if (from == _other && now - _otherChecked < ConsentLifetime && now - _selectedHeard >= MovedAfter)
        {
            Select(now, from, _selectedPriority);
            LastValidCheck = _otherChecked;
        }
    }

    /// <summary>Whether a datagram's USERNAME is for this agent and from its peer.</summary>
    public bool IsForThis(StunMessage message)
    {
        var username = message.Username;
        var colon = _localUfrag.Length;
        return username.Length == colon + 1 + _remoteUfrag.Length
            && username.StartsWith(_localUfrag)
            && username[colon] == (byte)':'
            && username[(colon + 1)..].SequenceEqual(_remoteUfrag);
    }

    public IceResult HandleBindingRequest(
        Instant now, ReadOnlySpan<byte> datagram, UdpAddress from, Span<byte> response, out int responseLength)
    {
        if (StunMessage.TryParse(datagram, out var message))
        {
            return HandleBindingRequest(now, message, from, response, out responseLength);
        }

        responseLength = 0;
        return IceResult.Malformed;
    }

    /// <param name="now">When the datagram arrived.</param>
    /// <param name="message">The check.</param>
    /// <param name="from">Its source, which the response goes back to.</param>
    /// <param name="response">At least 128 bytes.</param>
    /// <param name="responseLength">Bytes to send back; zero for none.</param>
    public IceResult HandleBindingRequest(
        Instant now, StunMessage message, UdpAddress from, Span<byte> response, out int responseLength)
    {
        responseLength = 0;
        var refusal = Refusal(message);
        if (refusal != IceResult.Responded)
        {
            return refusal;
        }

        if (message.UnknownRequired is { } unknown)
        {
            return Answer(Unknown(message, unknown, response), IceResult.UnknownAttribute, out responseLength);
        }

        // A lite agent stays controlled (RFC 8445 §6.1.1), whatever the tie-breakers are: the peer must switch.
        if (message.IceControlled is not null)
        {
            return Answer(Conflict(message, response), IceResult.RoleConflict, out responseLength);
        }

        var success = Success(message, from, response);
        return success == 0
            ? IceResult.NoRoom
            : Answer(success, Accept(now, message, from), out responseLength);
    }

    /// <summary><see cref="IceResult.Responded"/> for a check that is authentic and whole.</summary>
    private IceResult Refusal(StunMessage message)
    {
        if (!message.IsBindingRequest)
        {
            return message.Method == StunMethod.Binding ? IceResult.NotARequest : IceResult.Malformed;
        }

        if (!message.HasUsername || !message.HasIntegrity)
        {
            return IceResult.Malformed;
        }

        if (!IsForThis(message))
        {
            return IceResult.WrongUsername;
        }

        // FINGERPRINT comes first because it is cheap; the password decides. Checks must carry it (RFC 8445 §7.1).
        if (!message.HasValidFingerprint())
        {
            return IceResult.Malformed;
        }

        if (!message.HasValidIntegrity(_localPassword))
        {
            return IceResult.BadIntegrity;
        }

        return message.Priority is null ? IceResult.Malformed : IceResult.Responded;
    }

    private IceResult Accept(Instant now, StunMessage message, UdpAddress from)
    {
        var nominated = MayNominate(now, message) && TrySelect(now, from, message.Priority ?? 0);
        if (!HasSelected || from == _selected)
        {
            LastValidCheck = now;
            _selectedHeard = now;
        }
        else
        {
            (_other, _otherChecked) = (from, now);
        }

        return nominated ? IceResult.Nominated : IceResult.Responded;
    }

    /// <summary>Without consent for the selected address, any that has it will do.</summary>
    private bool MayNominate(Instant now, StunMessage message) =>
        message.UseCandidate || (HasSelected && !HasConsent(now));

    private bool TrySelect(Instant now, UdpAddress from, uint priority)
    {
        if (HasSelected)
        {
            var settling = now - _firstNomination < SettlingTime;
            if (from == _selected || (settling && priority < _selectedPriority))
            {
                return false;
            }
        }
        else
        {
            _firstNomination = now;
        }

        Select(now, from, priority);
        return true;
    }

    private void Select(Instant now, UdpAddress address, uint priority)
    {
        HasSelected = true;
        _selected = address;
        _selectedPriority = priority;
        _selectedHeard = now;
    }

    private static IceResult Answer(int length, IceResult result, out int responseLength)
    {
        responseLength = length;
        return length == 0 ? IceResult.NoRoom : result;
    }

    private int Success(StunMessage request, UdpAddress from, Span<byte> buffer)
    {
        var writer = new StunWriter(buffer, StunClass.SuccessResponse, request.TransactionId);
        writer.WriteXorMappedAddress(from);
        return Seal(ref writer);
    }

    private int Conflict(StunMessage request, Span<byte> buffer)
    {
        var writer = new StunWriter(buffer, StunClass.ErrorResponse, request.TransactionId);
        writer.WriteErrorCode(487, "Role Conflict");
        return Seal(ref writer);
    }

    private int Unknown(StunMessage request, ushort attribute, Span<byte> buffer)
    {
        var writer = new StunWriter(buffer, StunClass.ErrorResponse, request.TransactionId);
        writer.WriteErrorCode(420, "Unknown Attribute");
        writer.WriteUnknownAttribute(attribute);
        return Seal(ref writer);
    }

    private int Seal(ref StunWriter writer)
    {
        writer.WriteIntegrity(_localPassword);
        writer.WriteFingerprint();
        return writer.Length;
    }
}
