namespace Serverless.Functions.Sessions;

/// <summary>Row <c>j-{connectionKey}</c> beside the participations: a join that is under way or stands. Deleted when it ends.</summary>
internal sealed record Presence(DateTimeOffset At);
