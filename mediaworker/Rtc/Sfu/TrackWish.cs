namespace Serverless.Rtc.Sfu;

/// <summary>A wish for one picture.</summary>
/// <param name="Name">Who may not be here yet.</param>
/// <param name="Slot">How it is to be shown.</param>
/// <param name="IsHidden">It takes no slot.</param>
public readonly record struct TrackWish(TrackName Name, SlotWish Slot, bool IsHidden);
