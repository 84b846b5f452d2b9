using Serverless.Rtc.Units;

namespace Serverless.Worker.Media.Tcp;

/// <summary>
/// Connections that have proved nothing yet, few enough from one address that nobody can hold the places of all. Who has proved
/// to be a participant is not counted: behind one address there may be a whole company.
/// </summary>
internal sealed class Strangers
{
    /// <summary>More than the guests of a large company who arrive within the second that a check takes.</summary>
    public const int FromOneAddress = 64;

    public const int AtAll = 1024;

    private readonly Dictionary<(ulong High, ulong Low), int> _counts = [];
    private int _count;

    public bool TryAdd(UdpAddress address)
    {
        var ip = (address.High, address.Low);
        var before = _counts.GetValueOrDefault(ip);
        if (before >= FromOneAddress || _count >= AtAll)
        {
            return false;
        }

        _counts[ip] = before + 1;
        _count++;
        return true;
    }

    /// <summary>One that was added has proved itself, or left.</summary>
    public void Remove(UdpAddress address)
    {
        var ip = (address.High, address.Low);
        _count--;
        if (--_counts[ip] == 0)
        {
            _counts.Remove(ip);
        }
    }
}
