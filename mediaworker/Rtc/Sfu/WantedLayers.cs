namespace Serverless.Rtc.Sfu;

/// <summary>What of a track with layers somebody watches; the publisher may stop sending the rest.</summary>
/// <param name="Source">Which of the publisher's tracks.</param>
/// <param name="Rids">Simulcast layers, by quality from the least; empty when nobody watches, or for SVC.</param>
/// <param name="SpatialLayers">For SVC: how many, from the least; 0 when nobody watches. Null for simulcast.</param>
public sealed record WantedLayers(MediaSource Source, IReadOnlyList<string> Rids, int? SpatialLayers);
