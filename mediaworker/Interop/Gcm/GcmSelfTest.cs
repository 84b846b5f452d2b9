using System.Security.Cryptography;

namespace Serverless.Interop.Gcm;

/// <summary>Before a cipher of our own may guard anybody's media it must agree with others on this very processor.</summary>
internal static class GcmSelfTest
{
    /// <summary>Around every border in the code: empty, within a block, whole blocks, whole strides, and a full packet.</summary>
    private static readonly int[] Lengths = [0, 1, 15, 16, 17, 100, 127, 128, 129, 255, 256, 1183];

    public static bool Passes() => AgreesWithKnownAnswer() && Lengths.All(AgreesWithClassLibrary);

    /// <summary>Test case 4 of the GCM submission to NIST (McGrew and Viega 2005, appendix B).</summary>
    private static bool AgreesWithKnownAnswer()
    {
        using var cipher = new ProcessorGcmCipher(Convert.FromHexString("feffe9928665731c6d6a8f9467308308"));
        var text = Convert.FromHexString(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        var tag = new byte[cipher.TagLength];
        cipher.Seal(
            Convert.FromHexString("cafebabefacedbaddecaf888"),
            Convert.FromHexString("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
            text,
            [],
            tag);
        return text.AsSpan().SequenceEqual(Convert.FromHexString(
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"))
            && tag.AsSpan().SequenceEqual(Convert.FromHexString("5bc94fbc3221a5db94fae95ae7121a47"));
    }

    private static bool AgreesWithClassLibrary(int length)
    {
        var key = Pattern(16, 1);
        var nonce = Pattern(12, 2);
        var associated = Pattern(24, 3);
        var plain = Pattern(length, 4);
        var expected = new byte[length];
        var expectedTag = new byte[16];
        using var reference = new AesGcm(key, expectedTag.Length);
        reference.Encrypt(nonce, plain, expected, expectedTag, associated);

        using var cipher = new ProcessorGcmCipher(key);
        var text = plain.ToArray();
        var tag = new byte[16];
        cipher.Seal(nonce, associated, text, [], tag);
        var sealsAlike = text.AsSpan().SequenceEqual(expected) && tag.AsSpan().SequenceEqual(expectedTag);
        return sealsAlike
            && cipher.TryOpen(nonce, associated, text, [], tag)
            && text.AsSpan().SequenceEqual(plain);
    }

    private static byte[] Pattern(int length, int step)
    {
        var bytes = new byte[length];
        for (var index = 0; index < length; index++)
        {
            bytes[index] = (byte)((index * step * 37) + step);
        }

        return bytes;
    }
}
