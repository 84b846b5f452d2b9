using System.Runtime.CompilerServices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>What each layer of a track needs, all that it builds on included; from the least to the best.</summary>
[InlineArray(Capacity)]
internal struct LayerRates
{
    /// <summary>Three spatial layers of three temporal ones each.</summary>
    public const int Capacity = 9;

    private Bitrate _first;
}
