using Serverless.Load.Measure;
using Serverless.Rtc.Units;

namespace Serverless.Load.Net;

/// <summary>The sockets of one thread's participants.</summary>
internal interface ISeats : IDisposable
{
    /// <summary>Any thread may ask.</summary>
    /// <param name="number">Of the participant, unique in the run.</param>
    ISeat Open(int number);

    /// <summary>From now on the guest hears what comes to the seat. Its thread only, as all below.</summary>
    void Add(ISeat seat, IGuest guest);

    void Remove(ISeat seat);

    /// <summary>Waits for datagrams, hands each to its guest, and returns when a round of them is done.</summary>
    void Receive(int milliseconds, Clock clock);

    /// <summary>Whether participants can send to the addresses that an answer named.</summary>
    bool Reaches(UdpAddress address);
}
