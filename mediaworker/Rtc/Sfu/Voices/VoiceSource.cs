namespace Serverless.Rtc.Sfu.Voices;

/// <summary>A live audio track, as the programme sees it.</summary>
/// <param name="number">Of the publication; decides between equals.</param>
/// <param name="owner">The participant, who does not hear it.</param>
internal sealed class VoiceSource(uint number, string owner)
{
    public uint Number { get; } = number;

    public string Owner { get; } = owner;

    public VoiceRole Role { get; set; }

    public VoiceActivity Activity { get; } = new();
}
