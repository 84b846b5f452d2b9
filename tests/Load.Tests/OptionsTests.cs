using Serverless.Load.Measure;

namespace Serverless.Load.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void A_preset_s_numbers_can_be_overruled()
    {
        var options = LoadOptions.Parse(
            ["stage", "--local", "--viewers", "7", "--hosts", "3", "--spacing", "even", "--require", "delivered=99.5"]);

        Assert.Equal(7, options.Preset.Viewers);
        Assert.Equal(3, options.Preset.Hosts);
        Assert.Equal(3, options.Preset.Cameras);
        Assert.True(options.Preset.Spread);
        Assert.Equal([new Threshold("delivered", 99.5)], options.Required);
    }

    [Theory]
    [InlineData("Name a preset first", "nothing")]
    [InlineData("Say either --local or --url", "stage")]
    [InlineData("Say either --local or --url", "stage", "--local", "--url", "http://x")]
    [InlineData("--url needs --token", "stage", "--url", "http://x")]
    [InlineData("name one with --room", "stage", "--url", "http://x", "--token", "t")]
    [InlineData("no option --wrong", "stage", "--local", "--wrong", "1")]
    [InlineData("--viewers needs a value", "stage", "--local", "--viewers")]
    [InlineData("--viewers needs a number", "stage", "--local", "--viewers", "many")]
    [InlineData("--require takes NAME=NUMBER", "stage", "--local", "--require", "speed=1")]
    [InlineData("--grow needs --require", "stage", "--local", "--grow", "100")]
    [InlineData("--sockets is own or shared", "stage", "--local", "--sockets", "many")]
    [InlineData("--cameras are at most", "stage", "--local", "--hosts", "2", "--cameras", "3")]
    public void What_makes_no_sense_is_said(string message, params string[] arguments)
    {
        var problem = Assert.Throws<FormatException>(() => LoadOptions.Parse(arguments));

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_of_ones_own_has_room_for_everybody()
    {
        Assert.InRange(LoadOptions.Parse(["stage", "--local", "--viewers", "2000"]).People, 2100, int.MaxValue);
        Assert.InRange(
            LoadOptions.Parse(["stage", "--local", "--grow", "100", "--grow-to", "3000", "--require", "delivered=99"]).People,
            3100,
            int.MaxValue);

        // Who left is not gone at once.
        Assert.InRange(LoadOptions.Parse(["churn", "--local", "--viewers", "1000"]).People, 2000, int.MaxValue);
    }

    [Fact]
    public void The_help_names_every_preset_and_threshold()
    {
        Assert.All(Scenarios.Preset.All, preset => Assert.Contains(preset.Name, Help.Text, StringComparison.Ordinal));
        Assert.All(Threshold.Names, name => Assert.Contains(name, Help.Text, StringComparison.Ordinal));
    }
}
