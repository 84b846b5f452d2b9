namespace Serverless.Rtc.Ice;

/// <summary>What became of a datagram handed to an <see cref="IceLiteAgent"/>.</summary>
public enum IceResult
{
    /// <summary>A valid check was answered; the selected address is what it was.</summary>
    Responded,

    /// <summary>
    /// A valid check was answered, and its source is now the selected address (first time, or a change).
    /// </summary>
    Nominated,

    /// <summary>A valid check from a peer that thinks it is controlled; answered with 487.</summary>
    RoleConflict,

    /// <summary>A valid check with a comprehension-required attribute we do not know; answered with 420.</summary>
    UnknownAttribute,

    /// <summary>For another transport or none. Not answered.</summary>
    WrongUsername,

    /// <summary>Not from somebody who knows the password. Not answered.</summary>
    BadIntegrity,

    /// <summary>No STUN message, or a check without what a check must have. Not answered.</summary>
    Malformed,

    /// <summary>A response or an indication: nothing to do for an agent that sends no checks.</summary>
    NotARequest,

    /// <summary>The response buffer was too small. A bug of the caller's.</summary>
    NoRoom,
}
