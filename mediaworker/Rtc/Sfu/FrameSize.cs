namespace Serverless.Rtc.Sfu;

/// <param name="Width">In pixels; 0 while unknown, then <paramref name="Height"/> is, too.</param>
/// <param name="Height">Likewise.</param>
internal readonly record struct FrameSize(int Width, int Height)
{
    public bool IsKnown => Width > 0 && Height > 0;

    /// <summary>Large enough to fill that much of a screen: a picture is scaled down without loss, and up with.</summary>
    public bool Covers(int width, int height) => Width >= width && Height >= height;
}
