using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>Whether a lower rate cures a loss.</summary>
/// <param name="Since">When the rate went down.</param>
/// <param name="Rate">What was sent before.</param>
/// <param name="Loss">At that rate.</param>
/// <param name="BoundBefore">Comes back if the loss does not go.</param>
internal readonly record struct LossTrial(Instant Since, Bitrate Rate, double Loss, Bitrate BoundBefore);
