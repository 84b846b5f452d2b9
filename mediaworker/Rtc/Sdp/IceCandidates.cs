using System.Globalization;
using System.Net;

namespace Serverless.Rtc.Sdp;

/// <summary>Text form of candidates (RFC 8839 §5.1, RFC 6544 §4.5).</summary>
internal static class IceCandidates
{
    /// <summary>
    /// False for anything this side cannot use: names, other components, active TCP. RFC 8839 §5.1 lets it be ignored.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<char> value, out IceCandidate candidate)
    {
        candidate = default;
        SdpText.NextField(ref value); // foundation
        var component = SdpText.NextField(ref value);
        var protocol = SdpText.NextField(ref value);
        SdpText.NextField(ref value); // priority
        var host = SdpText.NextField(ref value);
        var port = SdpText.NextField(ref value);
        var udp = SdpText.Same(protocol, "udp");
        if (component is not "1"
            || !host.ContainsAny('.', ':')
            || !IPAddress.TryParse(host, out var address)
            || !SdpText.TryNumber(port, 1, ushort.MaxValue, out var portNumber)
            || !(udp || (SdpText.Same(protocol, "tcp") && value.Contains("tcptype passive", StringComparison.Ordinal))))
        {
            return false;
        }

        var transport = udp ? CandidateTransport.Udp : CandidateTransport.TcpPassive;
        candidate = new IceCandidate(new IPEndPoint(address, portNumber), transport);
        return true;
    }

    /// <summary>
    /// A host candidate's value. Earlier ones get higher priority, and all UDP stands above all TCP (RFC 8445 §5.1.2).
    /// </summary>
    internal static string ToSdp(IceCandidate candidate, int index)
    {
        const int HostPreference = 126;
        const int HostPreferenceOverTcp = 90;
        var udp = candidate.Transport == CandidateTransport.Udp;
        var localPreference = ushort.MaxValue - index;
        var priority = ((udp ? HostPreference : HostPreferenceOverTcp) << 24) | (localPreference << 8) | 255;
        var (address, port) = (candidate.Endpoint.Address, candidate.Endpoint.Port);
        var tail = udp ? "" : " tcptype passive";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{index + 1} 1 {(udp ? "udp" : "tcp")} {priority} {address} {port} typ host{tail}");
    }
}
