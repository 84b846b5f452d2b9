namespace Serverless.Rtc.Sdp;

/// <summary>One section of the answer before it is written.</summary>
/// <param name="Section">Null when rejected.</param>
/// <param name="Extensions">As the answer states them, with directions.</param>
internal sealed record AnsweredSection(
    MediaDescription Offered, NegotiatedSection? Section, IReadOnlyList<SdpExtension> Extensions);
