using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>What a join request says about the person, checked and with its defaults filled in.</summary>
internal sealed record JoinForm(
    string DisplayName, JsonElement? Metadata, IReadOnlyList<PublishSection> Publish, DeviceInfo? Device)
{
    private const string DefaultName = "Guest";
    private const int MaxNameLength = 100;
    private const int MaxSdkLength = 32;

    public static Outcome<JoinForm> Read(JoinRequest request, DeviceInfo? device, ApiCaller caller)
    {
        var name = Name(request.DisplayName) ?? Name(caller.Name) ?? DefaultName;
        if (RefuseName(name) is { } wrongName)
        {
            return wrongName;
        }

        var metadata = request.Metadata is { ValueKind: not JsonValueKind.Null } given ? given : caller.Metadata;
        if (metadata is { } value && MetadataRules.Refuse(value) is { } wrong)
        {
            return Failures.InvalidRequest(wrong);
        }

        if ((RefuseSdk(request.Sdk) ?? RefuseSections(request.Publish)) is { } refused)
        {
            return refused;
        }

        var known = request.Sdk is { } sdk
            ? (device ?? new DeviceInfo()) with { SdkType = sdk.Type, SdkVersion = sdk.Version }
            : device;
        return new JoinForm(name, metadata, request.Publish ?? [], known);
    }

    /// <returns>null: the name is fine.</returns>
    public static Failure? RefuseName(string? name) => name is null or { Length: <= MaxNameLength } && name?.Any(char.IsControl) is not true
        ? null
        : Failures.InvalidRequest($"A name has 1 to {MaxNameLength} characters, none of them control characters.");

    /// <returns>null: the sections are well formed; whether they are allowed is another question.</returns>
    public static Failure? RefuseSections(IReadOnlyList<PublishSection>? sections) =>
        sections is not null && PublishSections.Refuse(sections) is { } wrong ? Failures.InvalidRequest(wrong) : null;

    private static Failure? RefuseSdk(ClientSdk? sdk) => sdk is null || (IsWord(sdk.Type) && IsWord(sdk.Version))
        ? null
        : Failures.InvalidRequest($"sdk has a type and a version of 1 to {MaxSdkLength} characters, none of them control characters.");

    // Nullable annotations do not bind what is read from JSON.
    private static bool IsWord(string? word) => word is { Length: > 0 and <= MaxSdkLength } && !word.Any(char.IsControl);

    private static string? Name(string? name) => name?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
