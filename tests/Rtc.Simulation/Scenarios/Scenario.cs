using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Scenarios;

/// <summary>Words that scenarios share.</summary>
public abstract class Scenario(ITestOutputHelper output)
{
    /// <summary>Prints a line of the scenario's table.</summary>
    protected void Measured(World world, string what, object expected, object measured) =>
        output.WriteLine($"seed {world.Seed,-3} {what,-48} expected {expected,-12} measured {measured}");

    /// <summary>Runs until the clients are connected and the viewers among them see and hear.</summary>
    protected static void Settle(World world, params IReadOnlyList<SimulatedClient> clients)
    {
        world.Expect(
            world.RunUntil(() => clients.All(client => client.IsConnected), TimeSpan.FromSeconds(10)), "all connect within 10 s");
        world.Expect(
            world.RunUntil(
                () => clients.All(client => client.Settings.VideoSlots == 0 || client.Video.Completed.Count > 0),
                TimeSpan.FromSeconds(5)),
            "all see a picture within 5 s more");
    }

    /// <summary>
    /// The slot's stream as one sender's: no number missing, all packets of one frame under one timestamp, and timestamps
    /// that advance frame by frame.
    /// </summary>
    protected static void ExpectSeamless(World world, SlotReceiver slot)
    {
        long? before = null;
        SlotPacket last = default;
        foreach (var (sequence, packet) in slot.Packets)
        {
            if (before is { } previous)
            {
                world.Expect(sequence == previous + 1, $"{slot.Section.Mid}: {previous} is followed by {sequence}");
                var isSameFrame = last.Content.Picture == packet.Content.Picture;
                world.Expect(
                    !slot.IsVideo || last.Content.EndsPicture != isSameFrame, $"{slot.Section.Mid}: the marker ends the picture at {previous}");
                var step = new RtpTime(packet.Timestamp) - new RtpTime(last.Timestamp);
                world.Expect(isSameFrame ? step == 0 : step > 0, $"{slot.Section.Mid}: timestamp steps by {step} at {sequence}");
            }

            (before, last) = (sequence, packet);
        }
    }
}
