using System.Security.Cryptography;
using System.Text;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Crypto;

/// <summary>
/// Four flights as in DTLS 1.2: hello, hello with certificate, certificate with finished, finished. Who waits for an answer
/// repeats its flight on a doubling timer, who gets a repeated flight repeats its answer (RFC 6347 §4.2.4).
/// </summary>
internal sealed class FakeDtls : IDtlsEngine
{
    private const byte Handshake = 22;
    private const byte Alert = 21;
    private const int NonceLength = 32;
    private const int FingerprintLength = 95;
    private const int TagLength = 16;

    private static readonly TimeSpan FirstRetransmission = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetransmission = TimeSpan.FromSeconds(2);

    private readonly DtlsRole _role;
    private readonly Fingerprint _fingerprint;
    private readonly SrtpProfile _profile;
    private readonly byte[] _nonce = new byte[NonceLength];
    private readonly Queue<byte[]> _outgoing = new();
    private byte[] _flight = [];
    private TimeSpan _wait = FirstRetransmission;
    private byte[] _peerNonce = [];
    private DtlsResult? _result;

    public FakeDtls(DtlsRole role, Fingerprint fingerprint, SrtpProfile profile, RandomBytes random)
    {
        _role = role;
        _fingerprint = fingerprint;
        _profile = profile;
        random(_nonce);
        NextTimeout = role == DtlsRole.Client ? default : Instant.Never;
    }

    public DtlsState State { get; private set; }

    public Instant NextTimeout { get; private set; }

    public DtlsResult Result => _result ?? throw new InvalidOperationException("The handshake is not done.");

    public void HandleDatagram(Instant now, ReadOnlySpan<byte> datagram)
    {
        switch (datagram)
        {
            case [Alert, .. var tag] when _result is { } result && tag.SequenceEqual(AlertTag(result.Inbound)):
                (State, NextTimeout) = (DtlsState.Closed, Instant.Never);
                break;
            case [Handshake, (byte)Flight.ClientHello, .. var nonce] when _role == DtlsRole.Server && nonce.Length == NonceLength:
                HandleClientHello(now, nonce);
                break;
            case [Handshake, (byte)Flight.ServerHello, .. var body] when _role == DtlsRole.Client:
                HandleServerHello(now, body);
                break;
            case [Handshake, (byte)Flight.ClientFinished, .. var body] when _role == DtlsRole.Server && _peerNonce.Length > 0:
                HandleClientFinished(now, body);
                break;
            case [Handshake, (byte)Flight.ServerFinished, .. var tag] when _role == DtlsRole.Client && State == DtlsState.Handshaking:
                HandleServerFinished(tag);
                break;
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (now < NextTimeout)
        {
            return;
        }

        if (_flight.Length == 0)
        {
            Send(now, [Handshake, (byte)Flight.ClientHello, .. _nonce], awaitsAnswer: true);
            return;
        }

        _outgoing.Enqueue(_flight);
        _wait = _wait * 2 < LongestRetransmission ? _wait * 2 : LongestRetransmission;
        NextTimeout = now + _wait;
    }

    public bool TryTakeDatagram(Span<byte> buffer, out int written)
    {
        written = 0;
        if (!_outgoing.TryDequeue(out var datagram))
        {
            return false;
        }

        datagram.CopyTo(buffer);
        written = datagram.Length;
        return true;
    }

    /// <summary>It holds nothing that could go.</summary>
    public void Rest()
    {
    }

    public void Close()
    {
        if (State == DtlsState.Connected)
        {
            _outgoing.Enqueue([Alert, .. AlertTag(Result.Outbound)]);
        }

        (State, NextTimeout) = (DtlsState.Closed, Instant.Never);
    }

    public void Dispose() => _outgoing.Clear();

    private void HandleClientHello(Instant now, ReadOnlySpan<byte> nonce)
    {
        if (_peerNonce.Length > 0)
        {
            Repeat(nonce.SequenceEqual(_peerNonce) && State == DtlsState.Handshaking);
            return;
        }

        _peerNonce = nonce.ToArray();
        Send(
            now,
            [Handshake, (byte)Flight.ServerHello, (byte)_profile, .. _nonce, .. Encoding.ASCII.GetBytes(_fingerprint.Sha256)],
            awaitsAnswer: true);
    }

    private void HandleServerHello(Instant now, ReadOnlySpan<byte> body)
    {
        if (body.Length != 1 + NonceLength + FingerprintLength || _result is not null)
        {
            Repeat(_result is not null && State == DtlsState.Handshaking);
            return;
        }

        _peerNonce = body.Slice(1, NonceLength).ToArray();
        Agree((SrtpProfile)body[0], body[(1 + NonceLength)..]);
        Send(
            now,
            [Handshake, (byte)Flight.ClientFinished, .. Tag("finished", _nonce, _peerNonce), .. Encoding.ASCII.GetBytes(_fingerprint.Sha256)],
            awaitsAnswer: true);
    }

    private void HandleClientFinished(Instant now, ReadOnlySpan<byte> body)
    {
        if (body.Length != TagLength + FingerprintLength || !body.StartsWith(Tag("finished", _peerNonce, _nonce)))
        {
            return;
        }

        if (State == DtlsState.Handshaking)
        {
            Agree(_profile, body[TagLength..]);
            Send(now, [Handshake, (byte)Flight.ServerFinished, .. Tag("done", _peerNonce, _nonce)], awaitsAnswer: false);
            State = DtlsState.Connected;
        }
        else
        {
            Repeat(State == DtlsState.Connected);
        }
    }

    private void HandleServerFinished(ReadOnlySpan<byte> tag)
    {
        if (_result is not null && tag.SequenceEqual(Tag("done", _nonce, _peerNonce)))
        {
            (State, NextTimeout) = (DtlsState.Connected, Instant.Never);
        }
    }

    private void Agree(SrtpProfile profile, ReadOnlySpan<byte> fingerprint)
    {
        var isClient = _role == DtlsRole.Client;
        var (client, server) = isClient ? (_nonce, _peerNonce) : (_peerNonce, _nonce);
        var (fromClient, fromServer) = (Key("client", profile, client, server), Key("server", profile, client, server));
        _result = new DtlsResult(
            profile,
            new Fingerprint(Encoding.ASCII.GetString(fingerprint)),
            isClient ? fromClient : fromServer,
            isClient ? fromServer : fromClient);
    }

    private void Send(Instant now, byte[] flight, bool awaitsAnswer)
    {
        _flight = flight;
        _outgoing.Enqueue(flight);
        _wait = FirstRetransmission;
        NextTimeout = awaitsAnswer ? now + _wait : Instant.Never;
    }

    private void Repeat(bool wanted)
    {
        if (wanted)
        {
            _outgoing.Enqueue(_flight);
        }
    }

    private static SrtpMasterKey Key(string label, SrtpProfile profile, byte[] client, byte[] server) => new(
        Hash(label + " key", client, server)[..16],
        Hash(label + " salt", client, server)[..(profile == SrtpProfile.AeadAes128Gcm ? 12 : 14)]);

    private static byte[] AlertTag(SrtpMasterKey key) => Tag("close", key.Key, key.Salt);

    private static byte[] Tag(string label, byte[] client, byte[] server) => Hash(label, client, server)[..TagLength];

    private static byte[] Hash(string label, byte[] client, byte[] server) =>
        SHA256.HashData([.. Encoding.ASCII.GetBytes(label), .. client, .. server]);

    private enum Flight : byte
    {
        ClientHello = 1,
        ServerHello,
        ClientFinished,
        ServerFinished,
    }
}
