namespace Serverless.Rtc.Simulation;

public sealed class SmokeTests
{
    [Fact]
    public void Runs() => Assert.True(true);
}
