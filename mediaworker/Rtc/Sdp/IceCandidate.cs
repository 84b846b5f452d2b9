using System.Net;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// A host candidate of component 1 (RFC 8839 §5.1). <see cref="CandidateTransport.TcpPassive"/> is RFC 6544.
/// </summary>
public readonly record struct IceCandidate(IPEndPoint Endpoint, CandidateTransport Transport);
