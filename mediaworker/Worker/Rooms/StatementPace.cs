namespace Serverless.Worker.Rooms;

/// <summary>When one member may be told something of one kind again; see <see cref="MemberPacer"/>.</summary>
internal sealed class StatementPace
{
    public TimeSpan NextAllowed { get; set; }

    /// <summary>A change is to be told when it is allowed.</summary>
    public bool Waits { get; set; }
}
