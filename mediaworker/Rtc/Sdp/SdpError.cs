namespace Serverless.Rtc.Sdp;

/// <param name="Code">One of <see cref="SdpErrorCode"/>.</param>
/// <param name="Line">Number of the offending line, from 1; 0 when the description as a whole is at fault.</param>
/// <param name="Detail">For people. Never repeats text of the peer.</param>
public sealed record SdpError(string Code, int Line, string Detail)
{
    public override string ToString() => Line == 0 ? $"{Code}: {Detail}" : $"{Code} (line {Line}): {Detail}";
}
