namespace Serverless.Rtc.Ice;

/// <summary>Candidate priorities (RFC 8445 §5.1.2.1) for one component.</summary>
public static class IcePriority
{
    /// <summary>Type preference 126: what the server's own candidates have in the SDP.</summary>
    public const uint Host = (126u << 24) | (65535u << 8) | 255;

    /// <summary>Type preference 110: what a check says of the address it may reveal.</summary>
    public const uint PeerReflexive = (110u << 24) | (65535u << 8) | 255;

    /// <summary>
    /// A host candidate with a lower local preference: TCP below UDP, second interface below the first.
    /// </summary>
    public static uint HostWith(ushort localPreference) => (126u << 24) | ((uint)localPreference << 8) | 255;
}
