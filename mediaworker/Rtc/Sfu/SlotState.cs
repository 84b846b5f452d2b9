using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu;

/// <param name="Kind">Audio or video.</param>
/// <param name="Index">Among the slots of its kind, from 0.</param>
/// <param name="Mid">Section of the receiver's offer.</param>
/// <param name="Track">What plays; null when nothing does.</param>
/// <param name="Hindrance">Why the track does not play all the same.</param>
public readonly record struct SlotState(
    MediaKind Kind, int Index, string Mid, SlotTrack? Track, SlotHindrance Hindrance = SlotHindrance.None);


/// <param name="ParticipantId">Who publishes it.</param>
/// <param name="Source">What it is.</param>
/// <param name="Number">In the CSRC list of forwarded packets.</param>
public readonly record struct SlotTrack(string ParticipantId, MediaSource Source, uint Number);
