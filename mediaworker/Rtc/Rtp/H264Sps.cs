namespace Serverless.Rtc.Rtp;

/// <summary>The size of the pictures that a sequence parameter set announces (ITU-T H.264, 7.3.2.1.1).</summary>
internal static class H264Sps
{
    /// <summary>Longer ones are of nobody we know; what tells the size stands in the first bytes.</summary>
    private const int MaximumLength = 128;

    /// <summary>In macroblocks of 16 pixels: beyond any level of the standard.</summary>
    private const uint MaximumSide = 1056;

    private const uint MonochromeFormat = 0;
    private const uint FullChromaFormat = 3;

    /// <param name="unit">The NAL unit behind its header byte.</param>
    /// <param name="width">Of the visible picture, in pixels.</param>
    /// <param name="height">Likewise.</param>
    public static bool TryReadSize(ReadOnlySpan<byte> unit, out int width, out int height)
    {
        (width, height) = (0, 0);
        Span<byte> plain = stackalloc byte[MaximumLength];
        var reader = new BitReader(plain[..Unescape(unit, plain)]);
        var profile = reader.Read(8);
        reader.Read(16);
        reader.ReadExpGolomb();
        var chroma = 1u;
        if (profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135
            && !TryReadHigh(ref reader, out chroma))
        {
            return false;
        }

        reader.ReadExpGolomb();
        SkipOrderCount(ref reader);
        reader.ReadExpGolomb();
        reader.Read(1);
        var columns = reader.ReadExpGolomb() + 1;
        var rows = reader.ReadExpGolomb() + 1;
        var isProgressive = reader.ReadFlag();
        if (!isProgressive)
        {
            reader.Read(1);
        }

        reader.Read(1);
        Span<uint> crop = stackalloc uint[4];
        if (reader.ReadFlag())
        {
            foreach (ref var side in crop)
            {
                side = reader.ReadExpGolomb();
            }
        }

        if (reader.IsPastEnd || columns > MaximumSide || rows > MaximumSide)
        {
            return false;
        }

        // A cropped column is two pixels wide where chroma has half the resolution, a row likewise, and twice that in fields.
        var fields = isProgressive ? 1 : 2;
        var cropWidth = chroma is MonochromeFormat or FullChromaFormat ? 1 : 2;
        var cropHeight = (chroma == 1 ? 2 : 1) * fields;
        var fullWidth = (int)columns * 16;
        var fullHeight = (int)rows * 16 * fields;
        width = (int)Math.Max(0, fullWidth - (cropWidth * ((long)crop[0] + crop[1])));
        height = (int)Math.Max(0, fullHeight - (cropHeight * ((long)crop[2] + crop[3])));
        return width > 0 && height > 0;
    }

    /// <summary>The fields of the high profiles. Scaling lists are not read: WebRTC's encoders have none.</summary>
    private static bool TryReadHigh(ref BitReader reader, out uint chroma)
    {
        chroma = reader.ReadExpGolomb();
        if (chroma == FullChromaFormat)
        {
            reader.Read(1);
        }

        reader.ReadExpGolomb();
        reader.ReadExpGolomb();
        reader.Read(1);
        return !reader.ReadFlag();
    }

    private static void SkipOrderCount(ref BitReader reader)
    {
        switch (reader.ReadExpGolomb())
        {
            case 0:
                reader.ReadExpGolomb();
                break;
            case 1:
                reader.Read(1);
                reader.ReadExpGolomb();
                reader.ReadExpGolomb();
                var cycle = reader.ReadExpGolomb();
                for (var frame = 0u; frame < cycle && !reader.IsPastEnd; frame++)
                {
                    reader.ReadExpGolomb();
                }

                break;
        }
    }

    /// <summary>Takes out the 3 in each 0 0 3, which keeps start codes out of the data (7.4.1.1).</summary>
    private static int Unescape(ReadOnlySpan<byte> unit, Span<byte> plain)
    {
        var length = 0;
        var zeros = 0;
        foreach (var octet in unit)
        {
            if (length == plain.Length)
            {
                break;
            }

            if (zeros >= 2 && octet == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = octet == 0 ? zeros + 1 : 0;
            plain[length++] = octet;
        }

        return length;
    }
}
