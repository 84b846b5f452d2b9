using Serverless.Rtc.Simulation.Peers;

namespace Serverless.Rtc.Simulation.Scenarios;

public sealed class WrongCertificateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_peer_whose_certificate_is_not_the_offers_never_connects(int seed)
    {
        using var world = new World(seed);
        world.Join(ClientSettings.Host("host"));
        var forger = world.Join(ClientSettings.Viewer("viewer") with { ForgedCertificate = "somebody else's" });
        world.RunFor(TimeSpan.FromSeconds(5));
        world.Expect(!world.Server.EventsOf("viewer", ServerEventKind.Connected).Any(), "it never counts as connected");
        world.Expect(world.Server.EventsOf("viewer", ServerEventKind.Gone).Count() == 1, "it is gone");
        world.Expect(forger.Slots.TrueForAll(slot => slot.Packets.Count == 0), "it receives no media");
        world.Expect(world.Server.ParticipantCount == 1, "and is forgotten");
    }
}
