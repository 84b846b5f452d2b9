using Serverless.Load.Joins;

namespace Serverless.Load.Tests;

public sealed class JoinsOptionsTests
{
    [Fact]
    public void Without_arguments_it_is_the_goal_on_SQLite()
    {
        var options = JoinsOptions.Parse([]);

        Assert.Equal(("sqlite", 200, 30.0), (options.Tables, options.Rate, options.Time.TotalSeconds));
    }

    [Fact]
    public void Callers_take_the_place_of_the_rate_and_the_other_way_round()
    {
        Assert.Equal((0, 8), Of("--callers", "8"));
        Assert.Equal((50, 0), Of("--callers", "8", "--rate", "50"));

        static (int, int) Of(params string[] arguments)
        {
            var options = JoinsOptions.Parse(arguments);
            return (options.Rate, options.Callers);
        }
    }

    [Theory]
    [InlineData("--rate", "0")]
    [InlineData("--rate")]
    [InlineData("--nonsense", "1")]
    [InlineData("--require", "speed=1")]
    [InlineData("--require", "p99")]
    public void What_makes_no_sense_is_refused(params string[] arguments) =>
        Assert.Throws<FormatException>(() => JoinsOptions.Parse(arguments));

    [Theory]
    [InlineData("joins-per-second=200", true)]
    [InlineData("joins-per-second=201", false)]
    [InlineData("p99=50", true)]
    [InlineData("p99=49", false)]
    [InlineData("p50=10", false)]
    [InlineData("errors=0", true)]
    public void A_threshold_is_kept_or_missed(string text, bool kept)
    {
        var report = new JoinsReport
        {
            Tables = "sqlite",
            JoinsPerSecond = 200,
            Joins = 6000,
            Errors = 0,
            P50 = null,
            P90 = 20,
            P99 = 50,
            Worst = 60,
            CpuMilliseconds = 2,
            ResidentMegabytes = 200,
            BusyPercent = 40,
            StealPercent = 0,
        };

        Assert.Equal(kept, JoinsThreshold.Parse(text).IsKept(report));
    }
}
