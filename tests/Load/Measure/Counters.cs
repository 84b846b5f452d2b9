namespace Serverless.Load.Measure;

/// <summary>What one thread of the generator sees. Only it writes; readers may see values a moment late.</summary>
internal sealed class Counters
{
    public long Connected { get; set; }

    public long Playing { get; set; }

    public long Failed { get; set; }

    /// <summary>RTP packets that hosts sent.</summary>
    public long PacketsIn { get; set; }

    /// <summary>RTP packets that viewers received, each once.</summary>
    public long PacketsOut { get; set; }

    /// <summary>By the sequence numbers of the viewers' streams: received or not.</summary>
    public long Expected { get; set; }

    /// <summary>RTP that viewers received, without repairs and probes.</summary>
    public long BytesOut { get; set; }

    /// <summary>Key frames that the worker asked hosts for.</summary>
    public long KeyFrameRequests { get; set; }

    /// <summary>Packets that a sampling viewer could not decrypt.</summary>
    public long NotAuthentic { get; set; }

    /// <summary>From the host's send call to the viewer's receive call.</summary>
    public Histogram Delay { get; } = new();

    /// <summary>Likewise, of those who watched before a burst of joins began.</summary>
    public Histogram DelayOfEarly { get; } = new();

    /// <summary>From the start of the join's HTTP call to the last packet of the first picture (or the first sound).</summary>
    public Histogram FirstFrame { get; } = new();
}
