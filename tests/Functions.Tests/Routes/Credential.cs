namespace Serverless.Functions.Tests.Routes;

/// <summary>With what somebody calls a route.</summary>
public enum Credential
{
    None,
    Garbage,

    /// <summary>Moderates, but is over.</summary>
    Expired,

    /// <summary>Moderates, but is signed with another secret.</summary>
    WrongSecret,

    /// <summary>Moderates, of another tenant.</summary>
    OtherTenant,

    /// <summary>Moderates, for another room of the same tenant.</summary>
    OtherRoom,

    /// <summary>Moderates and joins, role rtc.</summary>
    Rtc,

    /// <summary>Moderates and joins, role crawler.</summary>
    Crawler,

    /// <summary>allow_join, without roles.</summary>
    JoinOnly,

    /// <summary>allow_join and allow_mod, without version and roles: what VideoSDK's examples sign.</summary>
    Mod,

    /// <summary>A participant's, without allow_mod.</summary>
    Ticket,

    /// <summary>A participant's, with allow_mod.</summary>
    ModTicket,

    /// <summary>A moderator's, beyond every grace.</summary>
    ExpiredTicket,

    /// <summary>allow_join, bound to a person who is banned from the room.</summary>
    Banned,

    /// <summary>A media worker's.</summary>
    Worker,

    /// <summary>The management key.</summary>
    Operator,

    /// <summary>The scale key.</summary>
    Autoscaler,
}
