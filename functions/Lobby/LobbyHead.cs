namespace Serverless.Functions.Lobby;

/// <summary>Row <c>head</c> beside the entries.</summary>
/// <param name="Open">At least as many as wait: decisions and the end of an hour are not counted down, but found by the next count.</param>
internal sealed record LobbyHead(int Open);
