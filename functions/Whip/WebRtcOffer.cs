using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Whip;

/// <summary>
/// As much of an SDP offer (RFC 8866) as says who sends what. Whether it can be answered is for the worker to say, which
/// reads all of it.
/// </summary>
internal sealed class WebRtcOffer
{
    private const string Session = "v=0";
    private const string SendAndReceive = "sendrecv";

    private static readonly string[] Directions = ["a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive"];

    private readonly List<string> _session = [];
    private readonly List<OfferSection> _sections = [];
    private string _direction = SendAndReceive;

    private WebRtcOffer()
    {
    }

    /// <summary>Of the first section that has one, else of the session; empty without any.</summary>
    public string Ufrag { get; private set; } = string.Empty;

    /// <summary>Which section carries the transport of the bundle (RFC 9143 §7.2).</summary>
    public OfferSection Tagged => _sections[0];

    public bool Receives => _sections.Any(section => section.Receives);

    public static Outcome<WebRtcOffer> Parse(string sdp)
    {
        var lines = sdp.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToList();
        if (lines.Count == 0 || lines[0] != Session)
        {
            return WhipFailures.InvalidSdp("The body is no SDP: it does not begin with v=0.");
        }

        var offer = new WebRtcOffer();
        lines.ForEach(offer.Add);
        return offer._sections.Count > 0
            ? offer
            : WhipFailures.InvalidSdp("The offer has no media sections.");
    }

    /// <summary>WH3: the first section that sends sound is the microphone, the first that sends a picture is the camera.</summary>
    public IReadOnlyList<PublishSection> Publish()
    {
        var sending = _sections.Where(section => section is { Sends: true, Mid: not null });
        return [.. sending.DistinctBy(section => section.Kind).Select(section => new PublishSection(
            section.Mid!, section.Kind == OfferSection.Audio ? TrackSource.Microphone : TrackSource.Camera))];
    }

    /// <summary>WH4: sections that would send as well only receive.</summary>
    public string ToWatching() => string.Concat(
        _session.Concat(_sections.SelectMany(section => section.ToWatching())).Select(line => line + "\r\n"));

    private void Add(string line)
    {
        if (line.StartsWith("m=", StringComparison.Ordinal))
        {
            _sections.Add(new OfferSection(line, _direction));
        }
        else if (Directions.Contains(line))
        {
            if (_sections.Count == 0)
            {
                _direction = line[2..];
            }
            else
            {
                _sections[^1].Direction = line[2..];
            }
        }
        else
        {
            AddOther(line);
        }
    }

    private void AddOther(string line)
    {
        const string UfragAttribute = "a=ice-ufrag:";
        if (Ufrag.Length == 0 && line.StartsWith(UfragAttribute, StringComparison.Ordinal))
        {
            Ufrag = line[UfragAttribute.Length..];
        }

        if (_sections.Count == 0)
        {
            _session.Add(line);
        }
        else
        {
            _sections[^1].Add(line);
        }
    }
}
