using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>JN4: the mode somebody joins in and what they may publish, decided here and written into the ticket.</summary>
internal sealed record JoinRights(ParticipantMode Mode, IReadOnlyList<TrackSource> Publish)
{
    private static readonly TrackSource[] Everything = Enum.GetValues<TrackSource>();

    public static Outcome<JoinRights> Decide(
        ApiCaller caller, StagePolicy policy, ParticipantMode? wanted, IReadOnlyList<PublishSection> sections)
    {
        var sources = Sources(caller, policy);
        var mode = wanted ?? Default(caller, sources);
        if (mode != ParticipantMode.SendAndReceive)
        {
            if (sections.Count == 0)
            {
                return new JoinRights(mode, []);
            }

            return wanted is null
                ? Forbidden("This token does not allow publishing.")
                : Failures.InvalidRequest("Only the mode SEND_AND_RECV has sections to publish.");
        }

        if (sources.Length == 0)
        {
            return Forbidden("This token does not allow publishing. Join without a mode to watch.");
        }

        return RefuseSources(sources, sections) is { } refused ? refused : new JoinRights(mode, sources);
    }

    /// <returns>null: all sections are among <paramref name="allowed"/>.</returns>
    public static Failure? RefuseSources(
        IReadOnlyList<TrackSource> allowed, IReadOnlyList<PublishSection>? sections) =>
        sections?.All(section => allowed.Contains(section.Source)) is false
            ? Forbidden("The offer publishes a source that is not allowed.")
            : null;

    private static ParticipantMode Default(ApiCaller caller, TrackSource[] sources) =>
        sources.Length > 0 ? ParticipantMode.SendAndReceive
        : caller.Mode == ParticipantMode.SignallingOnly ? ParticipantMode.SignallingOnly
        : ParticipantMode.ReceiveOnly;

    /// <summary>
    /// The tenant's back end has the last word: its <c>publish</c> claim is taken as it is, and a <c>mode</c> claim that
    /// does not send allows nothing, whatever the room's policy and the other permissions say.
    /// </summary>
    private static TrackSource[] Sources(ApiCaller caller, StagePolicy policy) => caller switch
    {
        { Mode: ParticipantMode.ReceiveOnly or ParticipantMode.SignallingOnly } => [],
        { Publish: { } claimed } => [.. claimed.Distinct().Order()],
        { MayModerate: true } or { Mode: ParticipantMode.SendAndReceive } => Everything,
        _ => policy == StagePolicy.Open ? Everything : [],
    };

    private static Failure Forbidden(string detail) => Failures.Forbidden(ProblemCodes.PublishForbidden, detail);
}
