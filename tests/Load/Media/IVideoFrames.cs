namespace Serverless.Load.Media;

/// <summary>The visible part of a codec's packets: what whoever forwards them reads. The rest is filler.</summary>
internal interface IVideoFrames
{
    /// <summary>Bytes that <see cref="Write"/> needs at most.</summary>
    const int LargestHead = 16;

    void Begin(bool isKey);

    /// <summary>Writes the head of one packet's payload, which is all zeros before.</summary>
    void Write(Span<byte> payload, bool isFirst, bool isLast);
}
