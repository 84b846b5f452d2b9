namespace Serverless.Rtc.Simulation.Peers;

/// <summary>A sequence parameter set of the baseline profile that says no more than the size (H.264 §7.3.2.1.1).</summary>
internal static class H264ParameterSet
{
    private const int MacroBlock = 16;

    public static byte[] Write(int width, int height)
    {
        var bits = new List<bool>();
        Unsigned(bits, 0); // seq_parameter_set_id
        Unsigned(bits, 0); // log2_max_frame_num_minus4
        Unsigned(bits, 2); // pic_order_cnt_type
        Unsigned(bits, 1); // max_num_ref_frames
        bits.Add(false);   // gaps_in_frame_num_value_allowed_flag
        var (columns, rows) = (Blocks(width), Blocks(height));
        Unsigned(bits, columns - 1);
        Unsigned(bits, rows - 1);
        bits.Add(true);    // frame_mbs_only_flag
        bits.Add(true);    // direct_8x8_inference_flag
        bits.Add(true);    // frame_cropping_flag: left, right, top, bottom, in units of two
        Unsigned(bits, 0);
        Unsigned(bits, ((columns * MacroBlock) - width) / 2);
        Unsigned(bits, 0);
        Unsigned(bits, ((rows * MacroBlock) - height) / 2);
        bits.Add(false);   // vui_parameters_present_flag
        bits.Add(true);    // rbsp_stop_one_bit
        while (bits.Count % 8 != 0)
        {
            bits.Add(false);
        }

        var packed = bits.Chunk(8).Select(chunk => chunk.Aggregate((byte)0, (value, bit) => (byte)((value << 1) | (bit ? 1 : 0))));
        return [0x67, 0x42, 0xC0, 0x1F, .. packed];
    }

    private static int Blocks(int pixels) => (pixels + MacroBlock - 1) / MacroBlock;

    /// <summary>ue(v), §9.1.</summary>
    private static void Unsigned(List<bool> bits, int value)
    {
        var length = 32 - int.LeadingZeroCount(value + 1);
        bits.AddRange(Enumerable.Repeat(false, length - 1));
        for (var bit = length - 1; bit >= 0; bit--)
        {
            bits.Add((((value + 1) >> bit) & 1) != 0);
        }
    }
}
