namespace Serverless.Rtc.Tests.Sfu.Continuity;

/// <summary>Loss, duplicates and reordering by up to seven places, in a reproducible way.</summary>
internal static class Network
{
    /// <summary>The first packet arrives first and once: a switch waits for it.</summary>
    public static List<T> Disturb<T>(IReadOnlyList<T> sent, int lossPercent, Random random)
    {
        var arriving = new List<(int Place, T Packet)> { (-1, sent[0]) };
        for (var place = 1; place < sent.Count; place++)
        {
            var copies = random.Next(100) < lossPercent ? 0 : random.Next(20) == 0 ? 2 : 1;
            for (var copy = 0; copy < copies; copy++)
            {
                var delay = random.Next(6) == 0 ? random.Next(8) : 0;
                arriving.Add((place + delay, sent[place]));
            }
        }

        return [.. arriving.OrderBy(packet => packet.Place).Select(packet => packet.Packet)];
    }
}
