namespace Serverless.Local.PubSub.Upstream;

/// <summary>Whether a client may come in.</summary>
/// <param name="RefusedWith">The HTTP status for the client; null: it may.</param>
internal readonly record struct ConnectVerdict(int? RefusedWith, ConnectAnswer Answer)
{
    public static ConnectVerdict Accept(ConnectAnswer answer) => new(null, answer);

    public static ConnectVerdict Refuse(int status) => new(status, ConnectAnswer.AsTheTokenSays);
}
