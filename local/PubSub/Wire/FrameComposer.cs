using System.Buffers;
using System.Buffers.Text;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Wire;

/// <summary>Puts a frame together for one connection: the shared envelope plus its own end.</summary>
internal static class FrameComposer
{
    private const int MaxDigits = 20;

    public static void Compose(OutboundFrame frame, ClientProtocol protocol, ArrayBufferWriter<byte> output)
    {
        if (frame.Message is not { } message)
        {
            output.Write(frame.Control.Span);
            return;
        }

        switch (protocol)
        {
            case ClientProtocol.Simple:
                output.Write(message.Data.Content.Span);
                break;
            case ClientProtocol.Json:
                output.Write(message.Envelope.Span);
                output.Write("}"u8);
                break;
            case ClientProtocol.ReliableJson:
                output.Write(message.Envelope.Span);
                output.Write(",\"sequenceId\":"u8);
                Utf8Formatter.TryFormat(frame.SequenceId, output.GetSpan(MaxDigits), out var digits);
                output.Advance(digits);
                output.Write("}"u8);
                break;
        }
    }

    /// <summary>Everything is text but binary payloads for clients without an envelope.</summary>
    public static bool IsBinary(OutboundFrame frame, ClientProtocol protocol) =>
        protocol == ClientProtocol.Simple && frame.Message is { Data.Type: DataType.Binary };
}
