using System.Buffers.Binary;

namespace Serverless.Interop.OpenSsl;

/// <summary>
/// Cuts OpenSSL's output back into datagrams: a memory BIO loses their bounds, but a record never spans two
/// (RFC 6347 §4.1.1).
/// </summary>
internal static class DtlsRecords
{
    private const int HeaderLength = 13;
    private const int LengthPosition = 11;

    /// <summary>How many bytes of whole records fit into one datagram.</summary>
    /// <exception cref="ArgumentException">The first record alone is longer than <paramref name="limit"/>.</exception>
    public static int MeasureDatagram(ReadOnlySpan<byte> pending, int limit)
    {
        var length = 0;
        while (pending.Length - length >= HeaderLength)
        {
            var body = BinaryPrimitives.ReadUInt16BigEndian(pending[(length + LengthPosition)..]);
            if (length + HeaderLength + body > limit)
            {
                break;
            }

            length += HeaderLength + body;
        }

        return length > 0 || pending.IsEmpty
            ? length
            : throw new ArgumentException("A DTLS record does not fit into the buffer.", nameof(limit));
    }
}
