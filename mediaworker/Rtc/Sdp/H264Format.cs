using System.Globalization;

namespace Serverless.Rtc.Sdp;

/// <summary>Format parameters of H.264 (RFC 6184 §8.1).</summary>
/// <param name="ProfileLevelId">Null where it was not said.</param>
/// <param name="PacketizationMode">Likewise.</param>
internal readonly record struct H264Format(string? ProfileLevelId, int? PacketizationMode, bool LevelAsymmetryAllowed)
{
    /// <summary>Baseline, level 1: what an absent profile-level-id means.</summary>
    private const string DefaultProfileLevelId = "42000a";

    /// <summary>What comes: all that publishers are let in with has constrained baseline in it, of browsers' level.</summary>
    private const string ForwardedProfileLevelId = "42e01f";

    private const int Absent = -1;

    private enum Profile
    {
        ConstrainedBaseline,
        Baseline,
        Other,
    }

    /// <summary>
    /// How well it suits; 0 when not at all. A decoder of baseline also takes constrained baseline, so both will do, but every
    /// browser decodes only the latter. FU-A packets cannot be forwarded to a receiver of packetization-mode 0, while its single
    /// NAL units suit everybody: so mode 0 will do for publishing. A receiver that names no mode is taken at RFC 7742 §6.2, by which
    /// all of WebRTC takes mode 1, and not at the default of RFC 6184: players that are no browsers leave all parameters out.
    /// </summary>
    internal int Suitability(bool publish) => (ProfileOf(ProfileLevelId ?? DefaultProfileLevelId), PacketizationMode) switch
    {
        (Profile.ConstrainedBaseline, 1) => 6,
        (Profile.Baseline, 1) => 5,
        (Profile.ConstrainedBaseline, null) => 4,
        (Profile.Baseline, null) => 3,
        (Profile.ConstrainedBaseline, 0) when publish => 2,
        (Profile.Baseline, 0) when publish => 1,
        _ => 0,
    };

    internal static H264Format? Parse(string fmtp)
    {
        var profile = FormatParameters.Find(fmtp, "profile-level-id");
        var mode = FormatParameters.FindNumber(fmtp, "packetization-mode", absent: Absent, max: 2);
        var isHex = int.TryParse(profile, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        if (mode is null || (!profile.IsEmpty && (profile.Length != 6 || !isHex)))
        {
            return null;
        }

        return new H264Format(
            profile.IsEmpty ? null : profile.ToString(),
            mode == Absent ? null : mode,
            FormatParameters.Find(fmtp, "level-asymmetry-allowed") is "1");
    }

    /// <summary>
    /// The answer repeats profile and mode (RFC 6184 §8.2.2) and, as it could not claim more, the level. Whoever left them out is
    /// told what comes, or, when publishing, what that means.
    /// </summary>
    internal string ToFmtp(bool publish)
    {
        var asymmetry = LevelAsymmetryAllowed ? "level-asymmetry-allowed=1;" : "";
        var mode = PacketizationMode ?? (publish ? 0 : 1);
        var profile = ProfileLevelId ?? (publish ? DefaultProfileLevelId : ForwardedProfileLevelId);
        return string.Create(CultureInfo.InvariantCulture, $"{asymmetry}packetization-mode={mode};profile-level-id={profile}");
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
