using System.Reflection;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Fuzz;

public sealed class FuzzTargetTests
{
    /// <summary>A new parser fails this test until some test names it in a <see cref="FuzzTargetAttribute"/>.</summary>
    [Fact]
    public void Every_public_TryParse_has_a_fuzz_target()
    {
        var parsers = typeof(Instant).Assembly.GetExportedTypes().Where(HasTryParse).ToHashSet();
        var targets = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<FuzzTargetAttribute>())
            .Select(target => target.Parser)
            .ToHashSet();

        Assert.Contains(typeof(Rtc.Rtp.RtpView), parsers);
        Assert.Empty(parsers.Except(targets).Select(type => type.FullName));
    }

    private static bool HasTryParse(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Any(method => method.Name == "TryParse");
}
