namespace Serverless.Functions.Webhooks;

/// <summary>
/// Row <c>{time of event}-{room}-{sequence}-{endpoint}</c> in partition <c>{tenantId}</c> of table <c>deadletters</c>: what did not
/// arrive within a day.
/// </summary>
internal sealed record DeadLetter(Delivery Delivery, DateTimeOffset DiedAt);
