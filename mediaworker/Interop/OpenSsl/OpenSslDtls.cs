using System.Runtime.InteropServices;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Units;

namespace Serverless.Interop.OpenSsl;

/// <summary>
/// One DTLS association over memory BIOs. Nothing a peer sends throws: what OpenSSL cannot accept ends in
/// <see cref="DtlsState.Failed"/>, with the reason in <see cref="FailureReason"/>.
/// </summary>
/// <remarks>
/// OpenSSL times its retransmissions by the system's wall clock, which cannot be replaced. So <see cref="NextTimeout"/>
/// is right only when the caller's <see cref="Instant"/> runs in real time, and a step of the wall clock moves one
/// retransmission, which <see cref="HandleTimeout"/> survives by scheduling anew.
/// </remarks>
public sealed unsafe class OpenSslDtls : IDtlsEngine
{
    // Fits every path that carries media at all, with room for IPv6, UDP and a TURN header.
    private const int MaximumTransmissionUnit = 1200;

    // OpenSSL reads a datagram in one piece only up to the size of its record buffer.
    private const int MaximumDatagramLength = 16 * 1024;

    private const int DiscardLength = 2048;
    private const int ApplicationDataIndex = 0;
    private const uint MaximumRetransmissionMicroseconds = 2_000_000;

    private readonly SslHandle _ssl;
    private readonly DtlsRole _role;

    // Owned by _ssl.
    private readonly nint _incoming;
    private readonly nint _outgoing;

    private DtlsResult? _result;

    /// <summary>In place of <see cref="_ssl"/>, which is gone then.</summary>
    private DtlsAlerts? _alerts;
    private bool _owesGoodbye;

    internal OpenSslDtls(SslContextHandle context, DtlsRole role, TimeSpan initialRetransmission, Instant now)
    {
        _role = role;
        _ssl = new SslHandle(LibSsl.SSL_new(context));
        OpenSslException.ThrowUnless(!_ssl.IsInvalid, nameof(LibSsl.SSL_new));
        _incoming = NewMemoryBio();
        _outgoing = NewMemoryBio();
        LibSsl.SSL_set_bio(_ssl, _incoming, _outgoing);
        LibSsl.SSL_ctrl(_ssl, LibSsl.SSL_CTRL_SET_MTU, MaximumTransmissionUnit, null);
        LibSsl.SSL_set_ex_data(_ssl, ApplicationDataIndex, (nint)initialRetransmission.TotalMicroseconds);
        LibSsl.DTLS_set_timer_cb(_ssl, &NextRetransmission);

        if (role == DtlsRole.Client)
        {
            LibSsl.SSL_set_connect_state(_ssl);
            Advance();
        }
        else
        {
            LibSsl.SSL_set_accept_state(_ssl);
        }

        Schedule(now);
    }

    public DtlsState State { get; private set; } = DtlsState.Handshaking;

    public Instant NextTimeout { get; private set; } = Instant.Never;

    /// <summary>For the log, when <see cref="State"/> is <see cref="DtlsState.Failed"/>.</summary>
    public string? FailureReason { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The handshake has not succeeded.</exception>
    public DtlsResult Result => _result ?? throw new InvalidOperationException($"The handshake is {State}.");

    public void HandleDatagram(Instant now, ReadOnlySpan<byte> datagram)
    {
        if (State is DtlsState.Closed or DtlsState.Failed || datagram.Length is 0 or > MaximumDatagramLength)
        {
            return;
        }

        if (_alerts is not null)
        {
            if (_alerts.IsGoodbye(datagram))
            {
                Close();
            }

            return;
        }

        ObjectDisposedException.ThrowIf(_ssl.IsClosed, this);
        fixed (byte* pointer = datagram)
        {
            var written = LibCrypto.BIO_write(_incoming, pointer, datagram.Length);
            OpenSslException.ThrowUnless(written == datagram.Length, nameof(LibCrypto.BIO_write));
        }

        Advance();
        Schedule(now);
    }

    public void HandleTimeout(Instant now)
    {
        if (State is DtlsState.Closed or DtlsState.Failed || _alerts is not null || now < NextTimeout)
        {
            return;
        }

        LibCrypto.ERR_clear_error();
        if (LibSsl.SSL_ctrl(_ssl, LibSsl.DTLS_CTRL_HANDLE_TIMEOUT, 0, null) < 0)
        {
            Fail(OpenSslErrors.Drain());
        }

        Schedule(now);
    }

    public bool TryTakeDatagram(Span<byte> buffer, out int written)
    {
        if (_alerts is not null)
        {
            written = _owesGoodbye ? _alerts.WriteCloseNotify(buffer) : 0;
            _owesGoodbye = false;
            return written > 0;
        }

        ObjectDisposedException.ThrowIf(_ssl.IsClosed, this);
        byte* pending;
        var length = (int)LibCrypto.BIO_ctrl(_outgoing, LibCrypto.BIO_CTRL_INFO, 0, &pending);
        var limit = Math.Min(buffer.Length, MaximumTransmissionUnit);
        written = DtlsRecords.MeasureDatagram(new ReadOnlySpan<byte>(pending, length), limit);
        if (written == 0)
        {
            return false;
        }

        fixed (byte* pointer = buffer[..written])
        {
            written = LibCrypto.BIO_read(_outgoing, pointer, written);
        }

        GC.KeepAlive(_ssl);
        return written > 0;
    }

    public void Rest()
    {
        if (State == DtlsState.Connected && _alerts is null && DtlsAlerts.Export(_ssl, _role) is { } alerts)
        {
            _alerts = alerts;
            NextTimeout = Instant.Never;
            _ssl.Dispose();
        }
    }

    public void Close()
    {
        if (State == DtlsState.Connected && _alerts is not null)
        {
            _owesGoodbye = true;
        }
        else if (State == DtlsState.Connected)
        {
            LibCrypto.ERR_clear_error();
            LibSsl.SSL_shutdown(_ssl);
        }

        if (State != DtlsState.Failed)
        {
            State = DtlsState.Closed;
        }

        NextTimeout = Instant.Never;
    }

    public void Dispose() => _ssl.Dispose();

    private static nint NewMemoryBio()
    {
        var bio = LibCrypto.BIO_new(LibCrypto.BIO_s_mem());
        OpenSslException.ThrowUnless(bio != 0, nameof(LibCrypto.BIO_new));

        // An empty BIO means "later", not "end of stream".
        LibCrypto.BIO_ctrl(bio, LibCrypto.BIO_C_SET_BUF_MEM_EOF_RETURN, -1, null);
        return bio;
    }

    private void Advance()
    {
        if (State == DtlsState.Handshaking)
        {
            LibCrypto.ERR_clear_error();
            var done = LibSsl.SSL_do_handshake(_ssl);
            if (done == 1)
            {
                Complete();
            }
            else if (LibSsl.SSL_get_error(_ssl, done) != LibSsl.SSL_ERROR_WANT_READ)
            {
                Fail(OpenSslErrors.Drain());
            }
        }

        if (State == DtlsState.Connected)
        {
            ReadRecords();
        }
    }

    /// <summary>
    /// Alerts and the peer's repeated last flight are handled inside SSL_read. Application data has no meaning here.
    /// </summary>
    private void ReadRecords()
    {
        var discarded = stackalloc byte[DiscardLength];
        int read;
        do
        {
            LibCrypto.ERR_clear_error();
            read = LibSsl.SSL_read(_ssl, discarded, DiscardLength);
        }
        while (read > 0);

        switch (LibSsl.SSL_get_error(_ssl, read))
        {
            case LibSsl.SSL_ERROR_WANT_READ:
                break;
            case LibSsl.SSL_ERROR_ZERO_RETURN:
                Close();
                break;
            default:
                Fail(OpenSslErrors.Drain());
                break;
        }
    }

    private void Complete()
    {
        if (DtlsSrtpKeys.TryExport(_ssl, _role, out _result))
        {
            State = DtlsState.Connected;
        }
        else
        {
            Fail("The peer offers no SRTP profile that we know.");
        }
    }

    private void Fail(string reason)
    {
        State = DtlsState.Failed;
        FailureReason = reason;
    }

    private void Schedule(Instant now)
    {
        TimeValue left = default;
        var isWaiting = State is DtlsState.Handshaking or DtlsState.Connected
            && LibSsl.SSL_ctrl(_ssl, LibSsl.DTLS_CTRL_GET_TIMEOUT, 0, &left) == 1;
        NextTimeout = isWaiting
            ? now + TimeSpan.FromSeconds(left.Seconds) + TimeSpan.FromMicroseconds(left.Microseconds)
            : Instant.Never;
    }

    /// <param name="ssl">Carries the first wait in its application data.</param>
    /// <param name="previous">Microseconds of the wait that just ended; zero for a new flight.</param>
    [UnmanagedCallersOnly]
    private static uint NextRetransmission(nint ssl, uint previous) =>
        previous == 0
            ? (uint)LibSsl.SSL_get_ex_data(ssl, ApplicationDataIndex)
            : Math.Min(previous * 2, MaximumRetransmissionMicroseconds);
}
