using Serverless.Load.Measure;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Peers;

/// <summary>Counts one stream that a viewer receives, by what is readable without decrypting.</summary>
internal sealed class SlotMeter(ClientSection section)
{
    private readonly ReceiveStatistics _statistics = new(new Ssrc(section.Source!.Value.Ssrc), section.Codecs[0].ClockRate);

    public bool IsVideo => section.Kind == MediaKind.Video;

    public ExtensionIds Extensions => section.Extensions;

    /// <summary>Something of a first picture or sound was whole.</summary>
    public bool HasPlayed { get; private set; }

    /// <returns>True for the packet that completes the first frame.</returns>
    public bool Handle(Instant now, RtpSeq sequence, RtpTime timestamp, bool marker, Counters counters)
    {
        var lost = _statistics.CumulativeLost;
        if (!_statistics.TryReceive(now, sequence, timestamp, out _))
        {
            return false;
        }

        counters.PacketsOut++;
        counters.Expected += 1 + _statistics.CumulativeLost - lost;
        if (HasPlayed || (IsVideo && !marker))
        {
            return false;
        }

        HasPlayed = true;
        return true;
    }

    public bool TryTakeReport(Instant now, out ReportBlock block)
    {
        block = _statistics.HasReceived ? _statistics.TakeReport(now) : default;
        return _statistics.HasReceived;
    }
}
