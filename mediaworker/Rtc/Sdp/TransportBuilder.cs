using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>Collects the ICE and DTLS attributes of one level.</summary>
internal sealed class TransportBuilder
{
    private TransportDescription _transport = new();

    internal TransportDescription Build() => _transport;

    internal SdpError? Apply(AttributeLine line)
    {
        switch (line.Name)
        {
            // Lengths: RFC 8839 §5.4.
            case "ice-ufrag":
                _transport = _transport with { Ufrag = line.Value.ToString() };
                return SdpText.IsIceString(line.Value, 4) ? null : line.Malformed("ice-ufrag");
            case "ice-pwd":
                _transport = _transport with { Pwd = line.Value.ToString() };
                return SdpText.IsIceString(line.Value, 22) ? null : line.Malformed("ice-pwd");
            case "fingerprint":
                return ApplyFingerprint(line);
            case "setup":
                return ApplySetup(line);
            default:
                return null;
        }
    }

    private SdpError? ApplyFingerprint(AttributeLine line)
    {
        var rest = line.Value;
        if (!SdpText.Same(SdpText.NextField(ref rest), "sha-256") || _transport.Fingerprint is not null)
        {
            return null;
        }

        var hash = SdpText.NextField(ref rest);
        if (!IsSha256(hash))
        {
            return line.Malformed("fingerprint");
        }

        _transport = _transport with { Fingerprint = new Fingerprint(hash.ToString().ToUpperInvariant()) };
        return null;
    }

    private SdpError? ApplySetup(AttributeLine line)
    {
        var setup = line.Value switch
        {
            "actpass" => DtlsSetup.ActPass,
            "active" => DtlsSetup.Active,
            "passive" => DtlsSetup.Passive,
            "holdconn" => DtlsSetup.HoldConn,
            _ => DtlsSetup.Absent,
        };
        _transport = _transport with { Setup = setup };
        return setup == DtlsSetup.Absent ? line.Malformed("setup") : null;
    }

    /// <summary>32 pairs of hex digits with colons between them (RFC 8122 §5).</summary>
    private static bool IsSha256(ReadOnlySpan<char> hash)
    {
        if (hash.Length != (32 * 3) - 1)
        {
            return false;
        }

        for (var i = 0; i < hash.Length; i++)
        {
            if (i % 3 == 2 ? hash[i] != ':' : !char.IsAsciiHexDigit(hash[i]))
            {
                return false;
            }
        }

        return true;
    }
}
