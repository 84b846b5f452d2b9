using CsCheck;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class PresenceTests
{
    private static readonly Instant Start = new(1_000_000);

    [Fact]
    public void It_goes_from_connecting_to_silent_back_and_to_gone()
    {
        var presence = new Presence(Start);
        Assert.False(presence.Update(Start, Start, connected: false, closed: false));
        Assert.True(presence.Update(Start, Start, connected: true, closed: false));
        Assert.False(presence.Update(Start + TimeSpan.FromSeconds(4.9), Start, connected: true, closed: false));
        Assert.True(presence.Update(Start + TimeSpan.FromSeconds(5), Start, connected: true, closed: false));
        Assert.Equal(PresenceState.Silent, presence.State);
        var heard = Start + TimeSpan.FromSeconds(6);
        Assert.True(presence.Update(heard, heard, connected: true, closed: false));
        Assert.Equal(PresenceState.Connected, presence.State);
        Assert.True(presence.Update(heard + TimeSpan.FromSeconds(30), heard, connected: true, closed: false));
        Assert.Equal(PresenceState.Gone, presence.State);
        Assert.False(presence.Update(heard, heard, connected: true, closed: false));
    }

    [Fact]
    public void A_closed_transport_is_gone_at_once()
    {
        var presence = new Presence(Start);
        Assert.True(presence.Update(Start, Start, connected: false, closed: true));
        Assert.Equal(PresenceState.Gone, presence.State);
    }

    [Fact]
    public void Whoever_only_checks_and_never_finishes_the_handshake_is_gone_after_30_s()
    {
        var presence = new Presence(Start);
        var later = Start + TimeSpan.FromSeconds(29);
        Assert.False(presence.Update(later, later, connected: false, closed: false));
        Assert.Equal(Start + TimeSpan.FromSeconds(30), presence.NextTimeout(later));
        later = Start + TimeSpan.FromSeconds(30);
        Assert.True(presence.Update(later, later, connected: false, closed: false));
        Assert.Equal(PresenceState.Gone, presence.State);
    }

    /// <summary>Otherwise the engine's loop over due participants would not end.</summary>
    [Fact]
    public void After_an_update_the_next_one_is_due_later()
    {
        Gen.Select(Gen.Long[0, 40_000_000], Gen.Bool, Gen.Bool).Array[1, 20].Sample(steps =>
        {
            var presence = new Presence(Start);
            foreach (var (silence, connected, closed) in steps)
            {
                presence.Update(Start + TimeSpan.FromMicroseconds(silence), Start, connected, closed);
                Assert.True(presence.NextTimeout(Start) > Start + TimeSpan.FromMicroseconds(silence));
            }
        });
    }
}
