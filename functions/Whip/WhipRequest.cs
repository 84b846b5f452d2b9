using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Whip;

/// <summary>What the address of a WHIP or WHEP call says, in VideoSDK's words.</summary>
internal sealed record WhipRequest(string RoomId, string? ParticipantId, string? DisplayName)
{
    public static Outcome<WhipRequest> Read(IQueryCollection query)
    {
        if (query["roomId"].ToString() is not { Length: > 0 } roomId)
        {
            return Failures.InvalidRequest("The address needs ?roomId=…");
        }

        // Another stream than the one asked for would be worse than none.
        if (query.ContainsKey("remotePeerId") || query["useExistingPeer"] == "true")
        {
            return Failures.InvalidRequest("remotePeerId and useExistingPeer are not supported: a viewer watches the programme.");
        }

        return new WhipRequest(roomId, Text("participantId"), Text("displayName"));

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>
    /// JN3: an identity is bound by the token. The address may name one only where the token could throw anybody out anyway.
    /// </summary>
    public Outcome<ApiCaller> Bind(ApiCaller caller)
    {
        if (ParticipantId is null || ParticipantId == caller.ParticipantId)
        {
            return caller;
        }

        if (caller.ParticipantId is not null || !caller.MayModerate)
        {
            return Failures.Forbidden(ProblemCodes.WrongParticipant, "The token is not for this participantId.");
        }

        return ClaimRules.IsId(ParticipantId)
            ? caller with { ParticipantId = ParticipantId }
            : Failures.InvalidRequest("participantId has 1 to 128 characters, none of them control characters.");
    }
}
