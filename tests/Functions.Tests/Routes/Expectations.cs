namespace Serverless.Functions.Tests.Routes;

/// <summary>The status that each credential gets from a route.</summary>
internal sealed class Expectations
{
    private readonly Dictionary<Credential, int> _statuses = Enum.GetValues<Credential>().ToDictionary(c => c, _ => 401);

    private Expectations()
    {
    }

    public int this[Credential credential] => _statuses[credential];

    /// <summary>Whoever asks gets the same.</summary>
    public static Expectations Everybody(int status) => new Expectations().With(status, Enum.GetValues<Credential>());

    /// <summary>A back end whose token holds allow_mod.</summary>
    public static Expectations BackEnd(int status, int otherTenant = 404, int otherRoom = 403) => new Expectations()
        .With(status, Credential.Mod, Credential.Crawler)
        .With(403, Credential.Rtc, Credential.JoinOnly, Credential.Banned)
        .With(otherTenant, Credential.OtherTenant)
        .With(otherRoom, Credential.OtherRoom);

    /// <summary>Any token that is good for REST.</summary>
    public static Expectations Reader(int status, int otherTenant = 404, int otherRoom = 403) =>
        BackEnd(status, otherTenant, otherRoom).With(status, Credential.JoinOnly, Credential.Banned);

    /// <summary>A back end or a moderator in the room.</summary>
    public static Expectations Moderator(int status) =>
        BackEnd(status).With(status, Credential.ModTicket).With(403, Credential.Ticket);

    /// <summary>Whoever has a ticket of the room.</summary>
    public static Expectations Participant(int status) =>
        new Expectations().With(status, Credential.Ticket, Credential.ModTicket);

    /// <summary>Whoever may enter the room.</summary>
    public static Expectations Join(int status) => new Expectations()
        .With(status, Credential.Mod, Credential.Rtc, Credential.JoinOnly)
        .With(403, Credential.Crawler, Credential.OtherRoom, Credential.Banned)
        .With(404, Credential.OtherTenant);

    public static Expectations Worker(int status) => new Expectations().With(status, Credential.Worker);

    public static Expectations Autoscaler(int status) => new Expectations().With(status, Credential.Autoscaler);

    public static Expectations Operator(int status) => new Expectations().With(status, Credential.Operator);

    public Expectations With(int status, params Credential[] credentials)
    {
        foreach (var credential in credentials)
        {
            _statuses[credential] = status;
        }

        return this;
    }
}
