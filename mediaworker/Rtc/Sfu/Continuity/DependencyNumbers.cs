namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>What a viewer's copy of a dependency descriptor says.</summary>
/// <param name="FrameNumber">For <see cref="Rtp.DependencyDescriptor.WriteNumbers"/>.</param>
/// <param name="TemplateShift">Likewise.</param>
/// <param name="EndsPicture">The packet is the last that the receiver gets of its picture: the RTP marker.</param>
internal readonly record struct DependencyNumbers(ushort FrameNumber, byte TemplateShift, bool EndsPicture);
