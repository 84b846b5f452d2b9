using Serverless.Rtc.Sfu.Continuity;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

public sealed class TemporalLayerFilterTests
{
    /// <summary>
    /// A layer with an apostrophe is a sync frame, K a key frame; below, what is forwarded at the target beside it.
    /// </summary>
    [Theory]
    [InlineData("K 2 1 2 0 2 1 2", 3, "K 2 1 2 0 2 1 2")]
    [InlineData("0 2 1 2 0 2 1 2", 1, "0 . 1 . 0 . 1 .")]
    [InlineData("0 2' 1' 2 0 2 1 2", 0, "0 . . . 0 . . .")]
    public void Forwards_layers_up_to_the_target(string frames, byte target, string forwarded)
    {
        var filter = new TemporalLayerFilter { Target = target };
        Assert.Equal(forwarded, Run(ref filter, frames));
    }

    [Theory]
    [InlineData("2 1 2 0 2 1 2", ". . . 0 . . .")]
    [InlineData("0 2' 1' 2 0 2' 1' 2", "0 . 1' . 0 2' 1' 2")]
    [InlineData("0 2' 1 2 0 2' 1 2", "0 . . . 0 . . .")]
    [InlineData("0 2 1 2 K 2 1 2", "0 . . . K 2 1 2")]
    public void Steps_up_a_layer_at_its_sync_and_wholly_at_a_key_frame(string frames, string forwarded)
    {
        var filter = new TemporalLayerFilter { Target = 0 };
        filter.Admit(0, false);
        filter.Target = 2;
        Assert.Equal(forwarded, Run(ref filter, frames));
    }

    private static string Run(ref TemporalLayerFilter filter, string frames)
    {
        var forwarded = new List<string>();
        foreach (var frame in frames.Split(' '))
        {
            var isKey = frame[0] == 'K';
            if (isKey)
            {
                filter.HandleKeyFrame();
            }

            forwarded.Add(isKey || filter.Admit((byte)(frame[0] - '0'), frame.EndsWith('\'')) ? frame : ".");
        }

        return string.Join(' ', forwarded);
    }
}
