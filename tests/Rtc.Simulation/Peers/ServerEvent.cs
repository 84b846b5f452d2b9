using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Key">Whose.</param>
/// <param name="Slots">All slots of the participant, for <see cref="ServerEventKind.SlotsChanged"/>.</param>
public sealed record ServerEvent(Instant At, ServerEventKind Kind, string Key, IReadOnlyList<SlotState> Slots);
