namespace Serverless.Contracts.Internal;

/// <param name="Ufrag">The worker's new user fragment.</param>
/// <param name="Pwd">The worker's new password.</param>
/// <param name="Candidates">The worker's addresses, each as the value of an <c>a=candidate</c> line (RFC 8839 §5.1).</param>
public sealed record RestartIceResponse(string Ufrag, string Pwd, IReadOnlyList<string> Candidates);
