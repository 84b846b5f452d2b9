using System.Text;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Whose a datagram is: a check names its transport, whatever address it comes from; everything else is known by its address.
/// </summary>
internal sealed class TransportTable(DropCounters drops)
{
    /// <summary>Addresses that datagrams of one participant may come from: more than a client has, few enough to bound what it can claim.</summary>
    private const int MaximumAddresses = 16;

    private readonly Dictionary<ulong, Participant> _byUfrag = [];
    private readonly Dictionary<UdpAddress, Participant> _byAddress = [];

    public bool TryFind(UdpAddress from, ReadOnlySpan<byte> datagram, out Participant participant)
    {
        if (Demux.Classify(datagram) != PacketKind.Stun)
        {
            return _byAddress.TryGetValue(from, out participant!) || Drop(DropReason.UnknownAddress);
        }

        participant = null!;
        return (StunPeek.TryReadLocalUfrag(datagram, out var ufrag) && _byUfrag.TryGetValue(UfragKey(ufrag), out participant!))
            || Drop(DropReason.UnknownUfrag);
    }

    /// <summary>The participant's transport answers to this ufrag.</summary>
    public void Add(string ufrag, Participant participant) => _byUfrag[UfragKey(ufrag)] = participant;

    /// <summary>Unless it is somebody else's by now.</summary>
    public void ForgetUfrag(Participant participant)
    {
        var ufrag = UfragKey(participant.Transport.LocalUfrag);
        if (_byUfrag.GetValueOrDefault(ufrag) == participant)
        {
            _byUfrag.Remove(ufrag);
        }
    }

    /// <summary>The address belongs to whoever proved the password last: behind a NAT it may have been another's.</summary>
    public void Learn(UdpAddress from, Participant participant)
    {
        if (_byAddress.GetValueOrDefault(from) == participant)
        {
            return;
        }

        if (participant.Addresses.Count == MaximumAddresses)
        {
            ForgetAddress(participant, participant.Addresses[0]);
            participant.Addresses.RemoveAt(0);
        }

        _byAddress[from] = participant;
        participant.Addresses.Add(from);
    }

    public void Forget(Participant participant)
    {
        ForgetUfrag(participant);
        foreach (var address in participant.Addresses)
        {
            ForgetAddress(participant, address);
        }
    }

    private void ForgetAddress(Participant participant, UdpAddress address)
    {
        if (_byAddress.GetValueOrDefault(address) == participant)
        {
            _byAddress.Remove(address);
        }
    }

    private bool Drop(DropReason reason)
    {
        drops.Add(reason);
        return false;
    }

    /// <summary>Our ufrags have eight ASCII characters, so one number is the key.</summary>
    private static ulong UfragKey(string ufrag)
    {
        Span<byte> bytes = stackalloc byte[ufrag.Length];
        Encoding.ASCII.GetBytes(ufrag, bytes);
        return UfragKey(bytes);
    }

    private static ulong UfragKey(ReadOnlySpan<byte> ufrag) =>
        ufrag.Length == sizeof(ulong) ? BitConverter.ToUInt64(ufrag) : 0;
}
