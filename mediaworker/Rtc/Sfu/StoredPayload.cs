namespace Serverless.Rtc.Sfu;

/// <summary>Where a <see cref="PayloadStore"/> keeps a packet's bytes.</summary>
internal readonly struct StoredPayload(PayloadStore.Block block, int turn, int offset, int length)
{
    /// <summary>The bytes are still there.</summary>
    public bool IsKept => block is not null && block.Turn == turn;

    public ReadOnlySpan<byte> Bytes => block.Bytes.AsSpan(offset, length);
}
