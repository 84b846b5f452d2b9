using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Rooms;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

/// <summary>The service ends the connection of a worker that sends a frame above 1 MB.</summary>
public sealed class FrameShareTests
{
    /// <summary>JSON escapes each to six bytes.</summary>
    private static readonly string Longest = new('é', 2_000);

    [Fact]
    public void Two_hundred_of_the_longest_messages_do_not_go_into_one_frame()
    {
        var entries = Enumerable.Range(1, 200).Select(seq => Entries.Chat(seq, "ann", $"c-{seq}", Longest)).ToList();
        var share = FrameShare.Of(entries, most: 200);

        Assert.InRange(share.Count, 1, 199);
        Assert.Equal(entries.Take(share.Count), share);
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(share, SignalingJson.Default.IReadOnlyListLogEntry).Length < 300_000);
    }

    [Fact]
    public void One_entry_always_goes() =>
        Assert.Single(FrameShare.Of([Entries.Chat(1, "ann", "c-1", new string('é', 100_000))], most: 200));

    [Fact]
    public void Short_ones_are_limited_by_count() =>
        Assert.Equal(50, FrameShare.Of(Entries.Chats(80), most: 50).Count);
}
