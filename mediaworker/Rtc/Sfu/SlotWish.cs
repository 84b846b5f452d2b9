namespace Serverless.Rtc.Sfu;

/// <summary>What a viewer wants of the picture in a slot.</summary>
/// <param name="Width">On the viewer's screen, in physical pixels; 0, with the height: as good as there is.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Priority">0 to 100: higher ones get bandwidth first.</param>
/// <param name="IsPinned">The viewer's choice above all others.</param>
public readonly record struct SlotWish(int Width, int Height, int Priority, bool IsPinned);
