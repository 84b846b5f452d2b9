using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>A publisher of three sizes, by simulcast or in one scalable stream, and viewers whose slots change between them.</summary>
public sealed class LayerSwitchTests(ITestOutputHelper output) : Scenario(output)
{
    /// <summary>A frame is 33 ms; the worst is to wait for the next.</summary>
    private static readonly TimeSpan NoFreeze = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(1, CodecKind.Vp8)]
    [InlineData(2, CodecKind.Vp8)]
    [InlineData(3, CodecKind.Vp8)]
    [InlineData(1, CodecKind.Vp8, 2)]
    [InlineData(2, CodecKind.Vp8, 2)]
    [InlineData(1, CodecKind.Vp9, 2)]
    [InlineData(1, CodecKind.H264, 2)]
    [InlineData(1, CodecKind.H264)]
    [InlineData(2, CodecKind.H264)]
    [InlineData(1, CodecKind.Vp9)]
    [InlineData(2, CodecKind.Vp9)]
    public void A_slot_goes_through_all_layers_up_and_down_without_a_frozen_or_broken_frame(
        int seed, CodecKind codec, int shards = 1)
    {
        using var world = new World(seed, shards);
        var host = world.Join(Host(codec));
        var viewer = world.Join(ClientSettings.Viewer("viewer") with { VideoSlots = 1, Codec = codec });
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(5));
        var from = world.Now;
        foreach (var layer in new[] { 2, 0, 1, 2, 1, 0, 2, 0 })
        {
            Show(world, viewer, layer);
            world.RunFor(TimeSpan.FromSeconds(1.5));
            world.Expect(LayerOf(viewer) == layer, $"layer {layer} plays 1.5 s later");
        }

        Measured(world, "longest pause between pictures, ms", "< 100", viewer.Video.Decoder.LongestPause(from).TotalMilliseconds);
        Measured(world, "pictures shown / broken", "all / 0", $"{viewer.Video.Decoder.Shown.Count} / {viewer.Video.Decoder.Broken.Count}");
        Measured(world, "key frames asked for", "", host.Camera.KeyFrameRequests.Count);
        ExpectSmooth(world, viewer, from);
        ExpectSeamless(world, viewer.Video);
    }

    [Theory]
    [InlineData(1, 0.02, CodecKind.Vp8)]
    [InlineData(2, 0.02, CodecKind.Vp8)]
    [InlineData(3, 0.05, CodecKind.Vp8)]
    [InlineData(4, 0.05, CodecKind.Vp8)]
    [InlineData(1, 0.02, CodecKind.Vp8, 2)]
    [InlineData(3, 0.05, CodecKind.Vp8, 2)]
    [InlineData(2, 0.05, CodecKind.Vp9, 2)]
    [InlineData(1, 0.02, CodecKind.H264)]
    [InlineData(2, 0.05, CodecKind.H264)]
    [InlineData(1, 0.02, CodecKind.Vp9)]
    [InlineData(2, 0.05, CodecKind.Vp9)]
    public void Switches_on_lossy_paths_break_no_frame_and_freeze_none_for_long(
        int seed, double loss, CodecKind codec, int shards = 1)
    {
        using var world = new World(seed, shards);
        var link = Netem.WithRoundTrip(TimeSpan.FromMilliseconds(50)) with { Loss = loss };
        var host = world.Join(Host(codec).Over(link) with { TemporalLayers = codec == CodecKind.H264 ? 1 : 3 });
        var viewer = world.Join(ClientSettings.Viewer("viewer").Over(link) with { VideoSlots = 1, Codec = codec });
        Settle(world, host, viewer);
        world.RunFor(TimeSpan.FromSeconds(2));
        var from = world.Now;
        for (var turn = 0; turn < 12; turn++)
        {
            Show(world, viewer, (turn * 2) % 3);
            world.RunFor(TimeSpan.FromSeconds(2));
        }

        var pause = viewer.Video.Decoder.LongestPause(from);
        Measured(world, $"longest pause between pictures at {loss:P0} loss, ms", "< 600", pause.TotalMilliseconds);
        Measured(world, "pictures shown / given up at a switch", "", $"{viewer.Video.Decoder.Shown.Count} / {viewer.Video.Decoder.Broken.Count}");
        world.Expect(viewer.Video.Decoder.Shown.Count > 300, "pictures go on");
        world.Expect(pause < TimeSpan.FromMilliseconds(600), "a lost packet is repaired at a switch, too");
    }

    private static ClientSettings Host(CodecKind codec) => codec == CodecKind.Vp9
        ? ClientSettings.ScalableHost("host")
        : ClientSettings.SimulcastHost("host") with { Codec = codec };

    private static void ExpectSmooth(World world, SimulatedClient viewer, Units.Instant from)
    {
        world.Expect(viewer.Video.Decoder.Broken.Count == 0, "no frame is broken");
        world.Expect(viewer.Video.Decoder.LongestPause(from) < NoFreeze, "no picture freezes");
    }

    private static byte LayerOf(SimulatedClient viewer) => viewer.Video.Decoder.Shown[^1].Frame.Content.Layer;

    /// <summary>The viewer's layout gives the picture the size of that layer.</summary>
    private static void Show(World world, SimulatedClient viewer, int layer)
    {
        var wish = new TrackWish(
            new TrackName("host", MediaSource.Camera), new SlotWish(320 << layer, 180 << layer, 50, IsPinned: false), IsHidden: false);
        world.Server.EngineOf(viewer.Settings.Key).Watch(world.Now, viewer.Settings.Key, new WatchList([wish], showOthers: true));
    }
}
