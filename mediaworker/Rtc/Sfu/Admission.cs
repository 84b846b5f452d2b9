using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>Makes participants, with transports that wait for their clients.</summary>
internal sealed class Admission(
    MediaEngineConfig config,
    IDtlsEngineFactory dtls,
    ISrtpCipherFactory ciphers,
    IDatagramSink output,
    RandomBytes random,
    DeadlineQueue deadlines,
    DropCounters drops)
{
    private readonly TrackNumbers _numbers = new(config.Shard, config.Neighbours.Count + 1);

    public Participant Admit(Instant now, ParticipantSetup setup, Room room)
    {
        var remote = new IceCredentials(setup.Negotiated.RemoteUfrag, setup.Negotiated.RemotePwd);
        var transport = new Transport(
            now,
            new TransportSetup(setup.Local, remote, setup.Negotiated.RemoteFingerprint, setup.Negotiated.DtlsRole),
            dtls,
            ciphers,
            output,
            drops);
        Span<byte> ssrc = stackalloc byte[4];
        random(ssrc);
        return new Participant(now, setup.Key, setup.ParticipantId, room, transport, deadlines)
        {
            Number = _numbers.Next(),
            FeedbackSsrc = BitConverter.ToUInt32(ssrc),
            NextReport = now + Reports.Interval,
        };
    }
}
