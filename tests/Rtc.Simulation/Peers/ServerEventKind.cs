namespace Serverless.Rtc.Simulation.Peers;

public enum ServerEventKind
{
    Connected,
    Silent,
    Gone,
    SlotsChanged,
}
