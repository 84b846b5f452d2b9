using System.Text;
using CsCheck;
using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.Tests.PubSub;

public sealed class ClientFrameParserTests
{
    [Fact]
    public void Reads_every_kind_of_frame()
    {
        Assert.Equal(new ClientFrame.JoinGroup("g", 1), Parse("""{"type":"joinGroup","group":"g","ackId":1}"""));
        Assert.Equal(new ClientFrame.LeaveGroup("g", null), Parse("""{"TYPE":0,"type":"LEAVEGROUP","group":"g"}"""));
        Assert.Equal(new ClientFrame.SequenceAck(7), Parse("""{"type":"sequenceAck","sequenceId":7}"""));
        Assert.Equal(new ClientFrame.Ping(), Parse("""{"type":"ping"}"""));
    }

    [Theory]
    [InlineData("""{"type":"sendToGroup","group":"g","data":"a\u00e4\n","dataType":"text"}""", DataType.Text, "aä\n")]
    [InlineData("""{"type":"event","event":"e","dataType":"binary","data":"AUI="}""", DataType.Binary, "\u0001B")]
    [InlineData("""{"data":[ {"a":1} ],"type":"sendToGroup","group":"g"}""", DataType.Json, """[ {"a":1} ]""")]
    [InlineData("""{"type":"event","event":"echo","data":false,"metadata":{"a":"b"}}""", DataType.Json, "false")]
    public void Reads_data(string frame, object type, string content)
    {
        var data = Parse(frame) switch
        {
            ClientFrame.SendToGroup send => send.Data,
            ClientFrame.Event raised => raised.Data,
            _ => default,
        };

        Assert.Equal((DataType)type, data.Type);
        Assert.Equal(content, Encoding.UTF8.GetString(data.Content.Span));
    }

    [Fact]
    public void Survives_any_bytes() =>
        Gen.Byte.Array[0, 64].Sample(bytes => Assert.True(IsAnsweredInFull(bytes)));

    [Fact]
    public void Survives_any_damage_to_a_good_frame()
    {
        var good =
            """{"type":"event","event":"e","ackId":18446744073709551615,"dataType":"text","data":"\ud83d\ude00"}"""u8
                .ToArray();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample((index, value, length) =>
        {
            var damaged = good.ToArray();
            damaged[index] = value;
            Assert.True(IsAnsweredInFull(damaged.AsSpan(0, length)));
        });
    }

    /// <summary>Either a frame, or a problem in words.</summary>
    private static bool IsAnsweredInFull(ReadOnlySpan<byte> bytes) =>
        ClientFrameParser.TryParse(bytes, out var frame, out var problem)
            ? frame is not null
            : frame is null && problem.Length > 0;

    private static ClientFrame? Parse(string text)
    {
        Assert.True(ClientFrameParser.TryParse(Encoding.UTF8.GetBytes(text), out var frame, out var problem), problem);
        return frame;
    }
}
