using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Rooms;

/// <summary>What a request for a room may say.</summary>
internal static class RoomRules
{
    public const int MaxCustomRoomIdLength = 128;

    private const int MaxAllowedParticipants = 5_000;
    private const int MaxEndPointLength = 512;
    private const int MaxEvents = 50;
    private const int MaxEventLength = 64;
    private const double MaxCloseMinutes = 43_200;

    /// <returns>null: the request is fine.</returns>
    public static Failure? Refuse(CreateRoomRequest request)
    {
        // It is a segment of paths, where servers disagree about what an escaped slash means.
        if (request.CustomRoomId is { } id
            && (id.Length is 0 or > MaxCustomRoomIdLength || id.Any(c => char.IsControl(c) || c is '/' or '\\') || id.Trim() != id))
        {
            return Failures.InvalidRequest(
                $"customRoomId has 1 to {MaxCustomRoomIdLength} characters, without / and \\ and control characters, and no blanks around it.");
        }

        if (request.AllowedParticipantIds is { } allowed
            && (allowed.Count > MaxAllowedParticipants || allowed.Any(p => p is not { Length: > 0 and <= 128 })))
        {
            return Failures.InvalidRequest(
                $"allowedParticipantIds has at most {MaxAllowedParticipants} ids of 1 to 128 characters.");
        }

        return RefuseWebhook(request.Webhook) ?? RefuseAutoClose(request.AutoCloseConfig)
            ?? RefuseAutoStart(request.AutoStartConfig) ?? RefuseStart(request.StartsAt)
            ?? RefuseCodecs(request.Codecs);
    }

    // The time of preparation before it, and of patience after it, must be times as well.
    private static Failure? RefuseStart(DateTimeOffset? startsAt) =>
        startsAt is null or { Year: >= 2000 and < 9999 } ? null : Failures.InvalidRequest("startsAt is a moment in this age.");

    private static Failure? RefuseCodecs(RoomCodecs? codecs) =>
        codecs is null
        || (codecs.Video is [VideoCodec.Vp8 or VideoCodec.H264, ..] && codecs.Video.Distinct().Count() == codecs.Video.Count)
            ? null
            : Failures.InvalidRequest(
                "codecs.video names codecs once each, first VP8 or H264, which everybody decodes.");

    private static Failure? RefuseWebhook(RoomWebhook? webhook)
    {
        // Nullable annotations do not reach into lists.
        var wrong = webhook is not null
            && (webhook.EndPoint.Length > MaxEndPointLength
                || !Uri.TryCreate(webhook.EndPoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
                || webhook.Events.Count > MaxEvents
                || webhook.Events.Any(name => name is not { Length: > 0 and <= MaxEventLength }));
        return wrong
            ? Failures.InvalidRequest(
                $"webhook has an absolute http(s) endPoint of at most {MaxEndPointLength} characters and at most {MaxEvents} events.")
            : null;
    }

    private static Failure? RefuseAutoClose(AutoCloseConfig? config) =>
        config is null or { Duration: null or (> 0 and <= MaxCloseMinutes), DurationSeconds: null or (>= 1 and <= MaxCloseMinutes * 60) }
            ? null
            : Failures.InvalidRequest(
                $"autoCloseConfig's duration is minutes up to {MaxCloseMinutes}, its durationSeconds at least 1.");

    // A room that promises a recording and makes none would be found out too late.
    private static Failure? RefuseAutoStart(JsonElement? config) =>
        config is null or { ValueKind: JsonValueKind.Null }
            || (config is { ValueKind: JsonValueKind.Object } given && !given.EnumerateObject().Any())
            ? null
            : Failures.NotBuilt("autoStartConfig");
}
