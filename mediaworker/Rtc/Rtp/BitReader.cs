namespace Serverless.Rtc.Rtp;

/// <summary>
/// Reads fields of bits, highest bit first. After a read past the end every further one gives zero, and
/// <see cref="IsPastEnd"/> tells: a parser checks once instead of at each field.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>In bits.</summary>
    public int Position { get; private set; }

    public bool IsPastEnd { get; private set; }

    public bool ReadFlag() => Read(1) != 0;

    /// <param name="count">Bits, up to 32.</param>
    public uint Read(int count)
    {
        if (IsPastEnd || count > (_data.Length * 8) - Position)
        {
            IsPastEnd = true;
            return 0;
        }

        var value = 0u;
        for (; count > 0; count--, Position++)
        {
            value = (value << 1) | (uint)((_data[Position >> 3] >> (7 - (Position & 7))) & 1);
        }

        return value;
    }

    /// <summary>As many zeros as bits follow the next one: ue(v) of H.264. Values beyond 31 bits are past the end.</summary>
    public uint ReadExpGolomb()
    {
        var zeros = 0;
        while (!ReadFlag())
        {
            if (IsPastEnd || ++zeros > 31)
            {
                IsPastEnd = true;
                return 0;
            }
        }

        return (1u << zeros) - 1 + Read(zeros);
    }

    /// <summary>
    /// A value below <paramref name="limit"/>, of which the lower ones take a bit less (ns(n) of AV1).
    /// </summary>
    public uint ReadNonSymmetric(uint limit)
    {
        var width = 32 - System.Numerics.BitOperations.LeadingZeroCount(limit);
        var shorter = (1u << width) - limit;
        var value = Read(width - 1);
        return value < shorter ? value : (value << 1) - shorter + Read(1);
    }
}
