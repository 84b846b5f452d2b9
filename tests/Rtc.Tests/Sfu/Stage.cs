using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>Participants without a transport, for what does not send.</summary>
internal static class Stage
{
    private static readonly RandomBytes Zeros = destination => destination.Clear();

    public static Participant Join(Room room, string id, DeadlineQueue? deadlines = null)
    {
        var participant = new Participant(default, id, id, room, null!, deadlines ?? new DeadlineQueue());
        room.Participants.Add(participant);
        return participant;
    }

    public static Publication Publish(IPublisher publisher, MediaSource source, params string[] rids)
    {
        var kind = source is MediaSource.Camera or MediaSource.Screen ? MediaKind.Video : MediaKind.Audio;
        var section = new ReceiveSection
        {
            Index = 0,
            Mid = $"{source}",
            Kind = kind,
            Codecs = [kind == MediaKind.Video ? ClientCodecs.Vp8 : ClientCodecs.Opus],
            Extensions = default,
            Rids = rids,
            Sources = [],
        };
        var publication = new Publication(publisher, section, source, publisher.Room.NextNumber());
        publisher.Publications.Add(publication);
        return publication;
    }

    /// <summary>A viewer's transport that is up.</summary>
    public static Transport Connect(Instant now, CountingSink sink, DropCounters drops)
    {
        var numbers = new Random(1);
        var (local, remote) = (IceCredentials.Generate(numbers.NextBytes), IceCredentials.Generate(numbers.NextBytes));
        var setup = new TransportSetup(local, remote, InstantDtls.Peer, DtlsRole.Server);
        var transport = new Transport(now, setup, new InstantDtls(), new PlainCiphers(), sink, drops);
        var check = new byte[512];
        var (server, client) = (UdpAddress.FromIPv4(1, 1), UdpAddress.FromIPv4(2, 2));
        Assert.True(new IceClient(now, remote, local, [server], numbers.NextBytes).TryGetTransmit(now, check, out var length, out _));
        transport.HandleDatagram(now, client, check.AsSpan(0, length), out _);
        transport.HandleDatagram(now, client, [22, 0], out _);
        sink.Reset();
        return transport;
    }

    public static void AddSlots(Participant viewer, int audio, int video)
    {
        for (var index = 0; index < audio + video; index++)
        {
            var kind = index < audio ? MediaKind.Audio : MediaKind.Video;
            viewer.Slots.Add(new Slot(
                new SendSection
                {
                    Index = index,
                    Mid = $"{index}",
                    Kind = kind,
                    Codecs = [kind == MediaKind.Video ? ClientCodecs.Vp8 : ClientCodecs.Opus],
                    Extensions = default,
                    Slot = new SendSlot
                    {
                        Index = index < audio ? index : index - audio,
                        Ssrc = (uint)(100 + index),
                        RtxSsrc = null,
                        Cname = "c",
                        StreamId = "s",
                        TrackId = "t",
                    },
                },
                Zeros));
        }

        viewer.Audio = audio == 0 ? null : new AudioSlotMap(audio);
    }
}
