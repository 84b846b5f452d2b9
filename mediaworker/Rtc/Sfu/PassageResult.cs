namespace Serverless.Rtc.Sfu;

/// <summary>What becomes of a packet that arrived for a slot.</summary>
internal enum PassageResult
{
    /// <summary>It has a number in the slot's stream.</summary>
    Mapped,

    /// <summary>Its layer does not play, and did not lately.</summary>
    OtherLayer,

    /// <summary>Older than the switch to its layer, or newer than the switch away from it.</summary>
    BeforeSwitch,

    /// <summary>Of a temporal or spatial layer that the slot should not have; or sent already.</summary>
    LeftOut,
}
