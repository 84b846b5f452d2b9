namespace Serverless.Rtc.Stun;

/// <summary>RFC 8489 §5.</summary>
public enum StunClass
{
    Request = 0,
    Indication = 1,
    SuccessResponse = 2,
    ErrorResponse = 3,
}
