using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>
/// Hosts whose codecs count for themselves, in one slot by turns. Sequence numbers, picture ids and TL0PICIDX of the first begin
/// just below their wraps.
/// </summary>
public sealed class HostsTakeTurnsTests(ITestOutputHelper output) : Scenario(output)
{
    private static readonly string[] Turns = ["ann", "ben", "cleo", "ben", "ann", "cleo", "ann"];

    [Theory]
    [InlineData(1, CodecKind.Vp8)]
    [InlineData(2, CodecKind.Vp8)]
    [InlineData(1, CodecKind.Vp9)]
    [InlineData(2, CodecKind.Vp9)]
    [InlineData(1, CodecKind.H264)]
    [InlineData(2, CodecKind.H264)]
    public void A_slot_counts_on_whoever_is_in_it(int seed, CodecKind codec)
    {
        using var world = new World(seed);
        var viewer = Begin(world, codec, Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)));
        foreach (var host in Turns)
        {
            Show(world, viewer, host, 1280);
            world.RunFor(TimeSpan.FromSeconds(2));
            world.Expect(viewer.Video.Decoder.Shown[^1].Frame.Track == TrackOf(world, host), $"{host} is seen");
        }

        Measured(world, $"{codec}: pictures shown / broken", "> 400 / 0", $"{viewer.Video.Decoder.Shown.Count} / {viewer.Video.Decoder.Broken.Count}");
        world.Expect(viewer.Video.Decoder.Shown.Count > 400, "all are seen all the time");
        world.Expect(viewer.Video.Decoder.Broken.Count == 0, "no picture is broken");
        ExpectSeamless(world, viewer.Video);
        ExpectCounted(world, viewer.Video, codec, mayMiss: false);
    }

    [Theory]
    [InlineData(1, CodecKind.Vp8)]
    [InlineData(2, CodecKind.Vp8)]
    [InlineData(1, CodecKind.Vp9)]
    [InlineData(2, CodecKind.Vp9)]
    [InlineData(1, CodecKind.H264)]
    [InlineData(2, CodecKind.H264)]
    public void Loss_reordering_and_small_tiles_leave_the_count_in_order(int seed, CodecKind codec)
    {
        using var world = new World(seed);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with
        {
            Loss = 0.03,
            Reorder = 0.02,
            ReorderDelay = TimeSpan.FromMilliseconds(20),
        };
        var viewer = Begin(world, codec, link);
        foreach (var (host, turn) in Turns.Select((host, turn) => (host, turn)))
        {
            Show(world, viewer, host, turn % 2 == 0 ? 1280 : 320);
            world.RunFor(TimeSpan.FromSeconds(2));
        }

        Measured(world, $"{codec}: pictures shown / asked for / empty", "> 300", $"{viewer.Video.Decoder.Shown.Count} / {viewer.Video.Asked} / {viewer.Video.Empty}");
        world.Expect(viewer.Video.Decoder.Shown.Count > 300, "pictures go on");
        world.Expect(viewer.Video.Duplicates == 0, "no number is used twice");
        ExpectCounted(world, viewer.Video, codec, mayMiss: true);
    }

    private static SimulatedClient Begin(World world, CodecKind codec, Netem link)
    {
        foreach (var (host, index) in Turns.Distinct().Select((host, index) => (host, index)))
        {
            var settings = codec == CodecKind.Vp9 ? ClientSettings.ScalableHost(host) : ClientSettings.SimulcastHost(host);
            world.Join(settings.Over(link) with
            {
                Codec = codec,
                TemporalLayers = codec == CodecKind.H264 ? 1 : 3,
                StartSequence = index == 0 ? (ushort)65_500 : null,
            });
        }

        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link) with { AudioSlots = 1, VideoSlots = 1, Codec = codec });
        Show(world, viewer, Turns[0], 1280);
        Settle(world, viewer);
        return viewer;
    }

    /// <summary>
    /// In the order of the slot's numbers: picture ids rise, by one where nothing is missing, and TL0PICIDX with each base picture.
    /// Of VP9, pictures of upper temporal layers that are kept back keep their ids.
    /// </summary>
    private static void ExpectCounted(World world, SlotReceiver slot, CodecKind codec, bool mayMiss)
    {
        SlotPacket? before = null;
        SlotPacket? lastBase = null;
        foreach (var (sequence, packet) in slot.Packets)
        {
            if (codec != CodecKind.H264 && before is { } last && last.Content.Picture != packet.Content.Picture)
            {
                var step = (packet.Content.PictureId - last.Content.PictureId) & 0x7FFF;
                world.Expect(mayMiss ? step is > 0 and < 300 : step == 1 || (codec == CodecKind.Vp9 && step <= 4), $"picture ids step by {step} at {sequence}");
            }

            if (codec != CodecKind.H264 && packet.Content.TemporalId == 0)
            {
                var isSame = lastBase?.Content.Picture == packet.Content.Picture;
                var step = lastBase is { } previous ? (packet.Content.BaseIndex - previous.Content.BaseIndex) & 0xFF : 1;
                world.Expect(isSame ? step == 0 : mayMiss ? step is > 0 and < 100 : step == 1, $"TL0PICIDX steps by {step} at {sequence}");
                lastBase = packet;
            }

            world.Expect(before is null || new Units.RtpTime(packet.Timestamp) - new Units.RtpTime(before.Value.Timestamp) >= 0, "time goes on");
            before = packet;
        }
    }

    private static uint TrackOf(World world, string host) => world.Clients.First(client => client.Settings.Key == host).Camera.Track;

    private static void Show(World world, SimulatedClient viewer, string host, int width)
    {
        var wish = new TrackWish(
            new TrackName(host, MediaSource.Camera), new SlotWish(width, width * 9 / 16, 50, IsPinned: true), IsHidden: false);
        world.Server.EngineOf(viewer.Settings.Key).Watch(world.Now, viewer.Settings.Key, new WatchList([wish], showOthers: false));
    }
}
