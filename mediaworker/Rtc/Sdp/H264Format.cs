using System.Globalization;

namespace Serverless.Rtc.Sdp;

/// <summary>Format parameters of H.264 (RFC 6184 §8.1).</summary>
internal readonly record struct H264Format(string ProfileLevelId, int PacketizationMode, bool LevelAsymmetryAllowed)
{
    /// <summary>Baseline, level 1: what an absent profile-level-id means.</summary>
    private const string DefaultProfileLevelId = "42000a";

    private enum Profile
    {
        ConstrainedBaseline,
        Baseline,
        Other,
    }

    /// <summary>
    /// How well it suits; 0 when not at all. A decoder of baseline also takes constrained baseline, so both will do,
    /// but every
    /// browser decodes only the latter. FU-A packets cannot be forwarded to a receiver of packetization-mode 0, while
    /// its single
    /// NAL units suit everybody: so mode 0 will do for publishing.
    /// </summary>
    internal int Suitability(bool publish) => (ProfileOf(ProfileLevelId), PacketizationMode) switch
    {
        (Profile.ConstrainedBaseline, 1) => 4,
        (Profile.Baseline, 1) => 3,
        (Profile.ConstrainedBaseline, 0) when publish => 2,
        (Profile.Baseline, 0) when publish => 1,
        _ => 0,
    };

    internal static H264Format? Parse(string fmtp)
    {
        var profile = FormatParameters.Find(fmtp, "profile-level-id");
        var mode = FormatParameters.FindNumber(fmtp, "packetization-mode", absent: 0, max: 2);
        var isHex = int.TryParse(profile, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        if (mode is null || (!profile.IsEmpty && (profile.Length != 6 || !isHex)))
        {
            return null;
        }

        return new H264Format(
            profile.IsEmpty ? DefaultProfileLevelId : profile.ToString(),
            mode.Value,
            FormatParameters.Find(fmtp, "level-asymmetry-allowed") is "1");
    }

    /// <summary>
    /// The answer repeats profile and mode (RFC 6184 §8.2.2) and, as it could not claim more, the level.
    /// </summary>
    internal string ToFmtp()
    {
        var asymmetry = LevelAsymmetryAllowed ? "level-asymmetry-allowed=1;" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{asymmetry}packetization-mode={PacketizationMode};profile-level-id={ProfileLevelId}");
    }

    /// <summary>RFC 6184 table 5: profile_idc with the constraint bits that make it (constrained) baseline.</summary>
    private static Profile ProfileOf(string profileLevelId)
    {
        var value = int.Parse(profileLevelId, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var constraints = (value >> 8) & 0xff;
        return (value >> 16, constraints) switch
        {
            (0x42, _) when (constraints & 0x4f) == 0x40 => Profile.ConstrainedBaseline,
            (0x4d, _) when (constraints & 0x8f) == 0x80 => Profile.ConstrainedBaseline,
            (0x58, _) when (constraints & 0xcf) == 0xc0 => Profile.ConstrainedBaseline,
            (0x42, _) when (constraints & 0x4f) == 0x00 => Profile.Baseline,
            (0x58, _) when (constraints & 0xcf) == 0x80 => Profile.Baseline,
            _ => Profile.Other,
        };
    }
}
