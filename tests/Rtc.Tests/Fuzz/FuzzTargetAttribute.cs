namespace Serverless.Rtc.Tests.Fuzz;

/// <summary>
/// On a test that feeds a parser random and mutated bytes. Any file of this assembly may carry it: the registry is
/// found by reflection.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FuzzTargetAttribute(Type parser) : Attribute
{
    /// <summary>The type that declares <c>TryParse</c>.</summary>
    public Type Parser { get; } = parser;
}
