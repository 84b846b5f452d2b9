using CsCheck;

namespace Serverless.Rtc.Tests.Fuzz;

/// <summary>
/// Feeds a parser for about a second. A parser survives when nothing throws; CsCheck prints the seed when it does.
/// </summary>
internal static class Fuzzer
{
    private const int Seconds = 1;

    private static readonly Gen<byte[]> Noise = Gen.Byte.Array[0, 300];

    /// <param name="seeds">Valid inputs: mutations of them get further than noise does.</param>
    /// <param name="consume">Parses, and reads everything that the parsed value offers.</param>
    public static void Run(byte[][] seeds, Bytes.Consumer consume)
    {
        consume([]);
        foreach (var seed in seeds)
        {
            consume(seed);
        }

        Gen.OneOf(Noise, Mutated(seeds)).Sample(bytes => consume(bytes), time: Seconds);
    }

    private static Gen<byte[]> Mutated(byte[][] seeds) => Gen.Select(
        Gen.Int[0, seeds.Length - 1],
        Gen.Select(Gen.Int[0, 4095], Gen.Byte).Array[0, 6],
        Gen.Bool,
        Gen.Int[0, 4095],
        (seed, edits, cut, length) => Mutate(seeds[seed], edits, cut ? length : int.MaxValue));

    private static byte[] Mutate(byte[] seed, (int Position, byte Value)[] edits, int length)
    {
        var bytes = seed.ToArray();
        foreach (var (position, value) in edits)
        {
            if (bytes.Length > 0)
            {
                bytes[position % bytes.Length] = value;
            }
        }

        return length == int.MaxValue ? bytes : bytes[..(length % (bytes.Length + 1))];
    }
}
