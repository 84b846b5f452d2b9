using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>The time to a peer and back, by a stamp that it returned (RFC 3550 §6.4.1 figure 2, RFC 3611 §4.5).</summary>
internal static class RoundTrip
{
    private const int Minute = 60 << 16;

    /// <summary>Null without a stamp, or when clocks or numbers make it negative or longer than a minute.</summary>
    /// <param name="now">When the stamp came back, on the clock that made it.</param>
    /// <param name="stamp">Compact NTP time; zero for none.</param>
    /// <param name="delay">How long the peer kept it: 16.16 seconds.</param>
    public static TimeSpan? Of(NtpTime now, uint stamp, uint delay)
    {
        if (stamp == 0)
        {
            return null;
        }

        var compact = unchecked((int)(now.Compact - stamp - delay));
        return compact is < 0 or > Minute ? null : NtpTime.FromCompact((uint)compact);
    }
}
