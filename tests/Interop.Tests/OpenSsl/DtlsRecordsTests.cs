using Serverless.Interop.OpenSsl;

namespace Serverless.Interop.Tests.OpenSsl;

public sealed class DtlsRecordsTests
{
    [Fact]
    public void Nothing_pending_is_no_datagram() => Assert.Equal(0, DtlsRecords.MeasureDatagram([], 1200));

    [Fact]
    public void Records_share_a_datagram_as_long_as_they_fit() =>
        Assert.Equal(600 + 500, DtlsRecords.MeasureDatagram(Records(600, 500, 200), 1200));

    [Fact]
    public void A_datagram_may_be_filled_to_the_last_byte() =>
        Assert.Equal(1200, DtlsRecords.MeasureDatagram(Records(600, 600), 1200));

    [Fact]
    public void A_record_that_fits_no_datagram_is_a_fault_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => DtlsRecords.MeasureDatagram(Records(600), 599));

    private static byte[] Records(params int[] lengths)
    {
        var bytes = new List<byte>();
        foreach (var length in lengths)
        {
            var record = new byte[length];
            record[11] = (byte)((length - 13) >> 8);
            record[12] = (byte)(length - 13);
            bytes.AddRange(record);
        }

        return [.. bytes];
    }
}
