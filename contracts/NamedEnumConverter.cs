using System.Text.Json.Serialization;

namespace Serverless.Contracts;

/// <summary>
/// An enum by the names of its members only. The framework's converter takes any number too, so that <c>"role": 99</c>
/// would arrive as a value that no switch knows.
/// </summary>
public sealed class NamedEnumConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
