using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

/// <summary>What somebody joined with, as far as the User-Agent header told, in VideoSDK's shape. What is not known is null.</summary>
public sealed record DeviceInfo
{
    /// <summary>Of the client library; null where it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SdkType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SdkVersion { get; init; }

    /// <summary><c>desktop</c>, <c>mobile</c> or <c>tablet</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Platform { get; init; }

    public BrowserUserAgent BrowserUserAgent { get; init; } = BrowserUserAgent.Unknown;
}

/// <summary>Families and a version, never the whole header: that may single out a person.</summary>
public sealed record BrowserUserAgent(BrowserName Browser, OperatingSystemName Os, PlatformType Platform)
{
    public static BrowserUserAgent Unknown { get; } =
        new(new BrowserName(null, null), new OperatingSystemName(null), new PlatformType(null));
}

/// <param name="Name">Such as Chrome or Safari; null: none that we know.</param>
/// <param name="Version">Major version.</param>
public sealed record BrowserName(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Version);

public sealed record OperatingSystemName([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Name);

public sealed record PlatformType([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Type);
