using Serverless.Rtc.Sfu;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>Nobody listens.</summary>
internal sealed class SilentEvents : IMediaEngineEvents
{
    public void Connected(string roomId, string key)
    {
    }

    public void Silent(string roomId, string key)
    {
    }

    public void Gone(string roomId, string key)
    {
    }

    public void SlotsChanged(string roomId, string key, IReadOnlyList<SlotState> slots)
    {
    }

    public void LayersWanted(string roomId, string key, WantedLayers wanted)
    {
    }
}
