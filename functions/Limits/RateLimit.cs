namespace Serverless.Functions.Limits;

/// <summary>A token bucket: so many requests at once, and so many more in each <paramref name="Per"/>.</summary>
/// <param name="Requests">1 or more.</param>
/// <param name="Per">The period; longer than zero.</param>
/// <param name="Burst">1 or more.</param>
public sealed record RateLimit(int Requests, TimeSpan Per, int Burst);
