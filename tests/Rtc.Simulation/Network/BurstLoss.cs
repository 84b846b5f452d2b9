namespace Serverless.Rtc.Simulation.Network;

/// <summary>Gilbert–Elliott: a link that is either good or bad, and changes between the two with each datagram.</summary>
/// <param name="ToBad">Probability that the link turns bad.</param>
/// <param name="ToGood">Probability that it turns good again; one over the mean length of a burst.</param>
/// <param name="LossWhenBad">Probability that a datagram is lost while the link is bad.</param>
public sealed record BurstLoss(double ToBad, double ToGood, double LossWhenBad = 1);
