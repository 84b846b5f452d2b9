namespace Serverless.Rtc.Loss;

/// <summary>What an arrival meant to a <see cref="NackGenerator"/>.</summary>
public enum NackArrival
{
    /// <summary>The highest so far, with or without packets missing before it.</summary>
    Newest,

    /// <summary>It was missing, by loss or reordering.</summary>
    FilledGap,

    /// <summary>It had arrived before, was given up, or lies before the start.</summary>
    LateOrDuplicate,
}
