using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <param name="Media">The stream to begin anew.</param>
/// <param name="CommandNumber">One more for every new command, modulo 256.</param>
public readonly record struct FullIntraEntry(Ssrc Media, byte CommandNumber);
