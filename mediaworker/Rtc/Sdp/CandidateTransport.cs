namespace Serverless.Rtc.Sdp;

public enum CandidateTransport
{
    Udp,
    TcpPassive,
}
