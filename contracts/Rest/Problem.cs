namespace Serverless.Contracts.Rest;

/// <summary>Problem details (RFC 9457) as every error of the REST and internal APIs carries them.</summary>
/// <param name="Type">A URI that names the problem: <c>urn:serverless-live:problem:{code}</c>.</param>
/// <param name="Title">The kind of problem, for people.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">This occurrence, for people; says what to do.</param>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">The same as <paramref name="Detail"/>: where VideoSDK's clients look.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code, string Message);
