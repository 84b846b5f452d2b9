using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Whether a participant is there, by when its transport was last heard. Browsers check every 2.5 s or so, so 5 s is two
/// missed checks (docs/protocol.md, PR1–PR3).
/// </summary>
internal sealed class Presence(Instant started)
{
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(30);

    public PresenceState State { get; private set; } = PresenceState.Connecting;

    public Instant NextTimeout(Instant lastHeard) => State switch
    {
        PresenceState.Connected => lastHeard + SilentAfter,
        PresenceState.Connecting => started + GoneAfter,
        PresenceState.Silent => lastHeard + GoneAfter,
        PresenceState.Gone => Instant.Never,
    };

    /// <returns>True if the state changed.</returns>
    public bool Update(Instant now, Instant lastHeard, bool connected, bool closed)
    {
        // Checks alone do not count while connecting: whoever never finishes the handshake must not stay for ever.
        var silence = now - (State == PresenceState.Connecting && !connected ? started : lastHeard);
        var state = State switch
        {
            _ when closed || silence >= GoneAfter || State == PresenceState.Gone => PresenceState.Gone,
            _ when !connected => PresenceState.Connecting,
            _ => silence >= SilentAfter ? PresenceState.Silent : PresenceState.Connected,
        };
        (var changed, State) = (state != State, state);
        return changed;
    }
}
