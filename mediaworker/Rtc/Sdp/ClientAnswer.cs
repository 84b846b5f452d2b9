using System.Diagnostics.CodeAnalysis;
using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>The server's answer, as the simple client needs it.</summary>
public sealed record ClientAnswer
{
    public required string RemoteUfrag { get; init; }

    public required string RemotePwd { get; init; }

    public required Fingerprint RemoteFingerprint { get; init; }

    /// <summary>The client's own role.</summary>
    public required DtlsRole DtlsRole { get; init; }

    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    /// <summary>Sections that were not rejected.</summary>
    public required IReadOnlyList<ClientSection> Sections { get; init; }

    public static bool TryRead(
        SessionDescription answer,
        [NotNullWhen(true)] out ClientAnswer? read,
        [NotNullWhen(false)] out SdpError? error)
    {
        read = null;
        error = new SdpError(SdpErrorCode.InvalidSdp, 0, "not built yet");
        return false;
    }
}
