namespace Serverless.Functions.Whip;

/// <summary>One media section of an offer.</summary>
internal sealed class OfferSection(string mediaLine, string direction)
{
    public const string Audio = "audio";

    private const string Video = "video";
    private const string MidAttribute = "a=mid:";

    private readonly List<string> _lines = [];

    /// <summary>First word of the m= line.</summary>
    public string Kind { get; } = mediaLine[2..].Split(' ')[0];

    public string? Mid { get; private set; }

    /// <summary>One of the four of RFC 8866 §6.7.</summary>
    public string Direction { get; set; } = direction;

    public bool Sends => IsMedia && Direction is ("sendrecv" or "sendonly");

    public bool Receives => IsMedia && Direction is ("sendrecv" or "recvonly");

    private bool IsMedia => Kind is Audio or Video;

    public void Add(string line)
    {
        _lines.Add(line);
        if (line.StartsWith(MidAttribute, StringComparison.Ordinal))
        {
            Mid = line[MidAttribute.Length..];
        }
    }

    public IEnumerable<string> ToWatching() =>
        [mediaLine, .. _lines, Direction == "sendrecv" ? "a=recvonly" : $"a={Direction}"];
}
