namespace Serverless.Rtc.Tests.Sfu.Continuity;

/// <summary>A frame as its publisher sent it.</summary>
internal sealed record Vp8Frame(byte Layer, bool IsKey, byte[][] Packets);
