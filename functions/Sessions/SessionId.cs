using Serverless.Functions.Platform;

namespace Serverless.Functions.Sessions;

/// <summary>
/// <c>s-</c>, the room's 12 letters, the moment in 10 letters, 8 random letters. The room is in the id, so a session is
/// looked up without an index; the moment counts backwards, so a room's sessions scan newest first.
/// </summary>
internal static class SessionId
{
    private const string Prefix = "s-";
    private const int RoomLength = 12;
    private const int MomentLength = 10;
    private const int RandomLength = 8;

    public static string New(string roomId, DateTimeOffset now, ISecrets secrets) =>
        $"{Prefix}{roomId.Replace("-", string.Empty, StringComparison.Ordinal)}"
        + SecretText.Number((1L << (5 * MomentLength)) - 1 - now.ToUnixTimeMilliseconds(), MomentLength)
        + secrets.Letters(RandomLength);

    /// <summary>null: this is no session id.</summary>
    public static string? RoomOf(string sessionId) =>
        sessionId.Length == Prefix.Length + RoomLength + MomentLength + RandomLength
            && sessionId.StartsWith(Prefix, StringComparison.Ordinal)
            && sessionId[Prefix.Length..].All(SecretText.IsLetter)
                ? SecretText.Group(sessionId.AsSpan(Prefix.Length, RoomLength))
                : null;
}
