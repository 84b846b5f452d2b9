using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>A track's RTP time at any moment, from its publisher's last sender report (RFC 3550 §6.4.1).</summary>
internal sealed class SenderReportClock
{
    private NtpTime _ntp;
    private uint _rtp;

    public bool IsKnown { get; private set; }

    /// <summary>The last report; null before the first.</summary>
    public (NtpTime Ntp, uint Rtp)? Known => IsKnown ? (_ntp, _rtp) : null;

    public void Handle(NtpTime ntp, uint rtp) => (_ntp, _rtp, IsKnown) = (ntp, rtp, true);

    /// <param name="senderMicroseconds">The publisher's wall clock, in µs since 1970.</param>
    /// <param name="clockRate">Hz.</param>
    public uint RtpAt(long senderMicroseconds, int clockRate)
    {
        var passed = TimeSpan.FromMicroseconds(senderMicroseconds - _ntp.ToUnixMicroseconds());
        return unchecked(_rtp + (uint)RtpTime.Ticks(passed, clockRate));
    }

    /// <summary>The publisher's wall clock when its RTP time was or will be that, in µs since 1970.</summary>
    /// <param name="rtp">Within hours of the last report.</param>
    /// <param name="clockRate">Hz.</param>
    public long MicrosecondsAt(uint rtp, int clockRate) =>
        _ntp.ToUnixMicroseconds() + (unchecked((int)(rtp - _rtp)) * 1_000_000L / clockRate);
}
