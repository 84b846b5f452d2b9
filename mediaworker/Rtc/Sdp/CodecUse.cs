namespace Serverless.Rtc.Sdp;

/// <summary>What a section does with its codecs.</summary>
/// <param name="IsPublished">The client sends.</param>
/// <param name="IsMusic">It said that it sends music.</param>
internal readonly record struct CodecUse(bool IsPublished, bool IsMusic);
