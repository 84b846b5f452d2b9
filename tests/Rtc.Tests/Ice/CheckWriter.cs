using System.Text;
using Serverless.Rtc.Stun;

namespace Serverless.Rtc.Tests.Ice;

/// <summary>Connectivity checks as a client would send them, and as it should not.</summary>
internal static class CheckWriter
{
    public static readonly byte[] TransactionId = "transaction!"u8.ToArray();

    public static byte[] Write(
        string receiverUfrag,
        string senderUfrag,
        string password,
        bool nominate,
        uint priority = 100,
        bool controlled = false,
        bool unknownAttribute = false)
    {
        var buffer = new byte[512];
        var writer = new StunWriter(buffer, StunClass.Request, TransactionId);
        writer.WriteUsername(Encoding.ASCII.GetBytes(receiverUfrag), Encoding.ASCII.GetBytes(senderUfrag));
        writer.WritePriority(priority);
        if (controlled)
        {
            writer.WriteIceControlled(7);
        }
        else
        {
            writer.WriteIceControlling(7);
        }

        if (nominate)
        {
            writer.WriteUseCandidate();
        }

        if (unknownAttribute)
        {
            writer.WriteEmpty(0x0034);
        }

        writer.WriteIntegrity(Encoding.ASCII.GetBytes(password));
        writer.WriteFingerprint();
        return buffer[..writer.Length];
    }
}
