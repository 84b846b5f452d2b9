namespace Serverless.Functions.Retention;

/// <summary>
/// Row <c>{kind}-{id}</c> in partition <c>{day}</c> of table <c>expiries</c>: something to look at once the day is over. Written
/// before the thing itself, so that nothing is forgotten.
/// </summary>
internal sealed record Expiry(ExpiryKind Kind, string Id);

internal enum ExpiryKind
{
    /// <summary>An invite, by its code.</summary>
    Invite,

    /// <summary>A room's lobby, by roomId.</summary>
    Lobby,

    /// <summary>The address of a WHIP or WHEP session.</summary>
    Whip,

    /// <summary>The people of a session, by its id.</summary>
    People,

    /// <summary>That a session was, by its id.</summary>
    Session,

    /// <summary>Entries of a room's log, by roomId.</summary>
    Log,

    /// <summary>Who was put out of a room, by roomId.</summary>
    Removals,

    /// <summary>A sign-in to the Studio, by its key.</summary>
    SignIn,
}

/// <summary>Row <c>cursor</c> in partition <c>state</c> of table <c>expiries</c>.</summary>
/// <param name="Day">The first day that is not cleared yet.</param>
internal sealed record ExpiryCursor(DateOnly Day);
