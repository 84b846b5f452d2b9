namespace Serverless.Worker.Media;

/// <summary>The worker's side of a restarted ICE session.</summary>
/// <param name="Ufrag">New.</param>
/// <param name="Password">New.</param>
/// <param name="Candidates">Values of <c>a=candidate</c> lines.</param>
internal sealed record IceRestart(string Ufrag, string Password, IReadOnlyList<string> Candidates)
{
    /// <summary>Without the password, which a record would print.</summary>
    public override string ToString() => $"IceRestart({Ufrag}, redacted)";
}
