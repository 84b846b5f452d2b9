namespace Serverless.Rtc.Tests.Sfu.Continuity;

/// <summary>Loss, duplicates and reordering by a few places, in a reproducible way.</summary>
internal static class Network
{
    /// <summary>The first packet arrives first and once: the switch waits for it.</summary>
    public static List<(Vp8Frame Frame, byte[] Packet)> Disturb(List<Vp8Frame> frames, int lossPercent, Random random)
    {
        var sent = frames.SelectMany(frame => frame.Packets.Select(packet => (frame, packet))).ToList();
        var arriving = new List<(int Place, Vp8Frame Frame, byte[] Packet)> { (-1, sent[0].frame, sent[0].packet) };
        for (var place = 1; place < sent.Count; place++)
        {
            var copies = random.Next(100) < lossPercent ? 0 : random.Next(20) == 0 ? 2 : 1;
            for (var copy = 0; copy < copies; copy++)
            {
                var delay = random.Next(6) == 0 ? random.Next(8) : 0;
                arriving.Add((place + delay, sent[place].frame, sent[place].packet));
            }
        }

        return [.. arriving.OrderBy(packet => packet.Place).Select(packet => (packet.Frame, packet.Packet))];
    }
}
