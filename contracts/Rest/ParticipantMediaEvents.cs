namespace Serverless.Contracts.Rest;

/// <summary>
/// When somebody's tracks were on, in VideoSDK's shape. Only the worker knows that, and does not keep it: the lists are empty.
/// </summary>
public sealed record ParticipantMediaEvents(
    IReadOnlyList<TimeSpent> Mic, IReadOnlyList<TimeSpent> Webcam, IReadOnlyList<TimeSpent> ScreenShare,
    IReadOnlyList<TimeSpent> ScreenShareAudio)
{
    public static ParticipantMediaEvents None { get; } = new([], [], [], []);
}
