using System.Security.Cryptography;
using System.Text;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation;

/// <summary>What happened, in order; two runs of one seed have the same hash.</summary>
public sealed class EventLog
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public int Count { get; private set; }

    public string Hash => Convert.ToHexString(_hash.GetCurrentHash());

    public void Add(Instant at, string what)
    {
        Count++;
        _hash.AppendData(Encoding.UTF8.GetBytes($"{at.Microseconds} {what}\n"));
    }
}
