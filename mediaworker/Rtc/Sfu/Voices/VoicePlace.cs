using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>One place of the programme: who has it, and since when.</summary>
/// <param name="Source">Null while it is free.</param>
/// <param name="Since">When the source came to be heard, or to be a spare.</param>
internal readonly record struct VoicePlace(VoiceSource? Source, Instant Since);
