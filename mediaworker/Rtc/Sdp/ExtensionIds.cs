namespace Serverless.Rtc.Sdp;

/// <summary>Header extension ids of a section; 0 where the extension is not in use (RFC 8285 reserves 0).</summary>
public readonly record struct ExtensionIds
{
    public byte AudioLevel { get; init; }

    public byte Mid { get; init; }

    public byte Rid { get; init; }

    public byte RepairedRid { get; init; }

    public byte TransportCc { get; init; }

    public byte AbsSendTime { get; init; }

    public byte PlayoutDelay { get; init; }

    public byte VideoOrientation { get; init; }

    public byte DependencyDescriptor { get; init; }
}
