using System.Runtime.CompilerServices;

namespace Serverless.Rtc.Sfu.Voices;

/// <summary>Room for one source in each slot, on the stack: chosen anew ten times a second for thousands of viewers.</summary>
[InlineArray(VoiceRanking.SlotCount)]
internal struct VoiceSlots
{
    private VoiceSource? _first;

    public static int IndexOf(ReadOnlySpan<VoiceSource?> slots, VoiceSource? source)
    {
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot] == source)
            {
                return slot;
            }
        }

        return -1;
    }
}
