namespace Serverless.Functions.Retention;

/// <summary>How long what happened is kept. Rooms, tenants and bans that nobody lifted stay.</summary>
public sealed record RetentionOptions
{
    /// <summary>Who was in a session, when, and how well their media went; counted from its end.</summary>
    public TimeSpan People { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Entries of a room's log, each counted from when it was written.</summary>
    public TimeSpan Log { get; init; } = TimeSpan.FromDays(90);

    /// <summary>That a session was, in lists and in the sums of usage; counted from its start.</summary>
    public TimeSpan Sessions { get; init; } = TimeSpan.FromDays(800);

    /// <summary>
    /// That somebody was put out of a room without a ban: until then no token from before opens it. Tokens that live longer do again.
    /// </summary>
    public TimeSpan Removals { get; init; } = TimeSpan.FromDays(365);

    /// <returns>null: they can be kept; else what is wrong.</returns>
    internal string? Refuse() =>
        new[] { People, Log, Sessions, Removals }.Any(time => time < TimeSpan.FromDays(1) || time > TimeSpan.FromDays(3650))
            ? "Everything is kept for 1 to 3,650 days."
            : Sessions < People ? "Sessions are kept at least as long as their people." : null;
}
