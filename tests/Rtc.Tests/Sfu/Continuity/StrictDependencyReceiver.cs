using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Tests.Sfu.Continuity;

/// <summary>
/// Reads what a viewer gets as browsers do: by the newest structure that came, dropping packets whose template it does not name,
/// and structures of frames older than the one it has.
/// </summary>
internal sealed class StrictDependencyReceiver
{
    private readonly DependencyReader _reader = new();
    private long? _structureAt;
    private long _newest;

    public int Dropped { get; private set; }

    /// <returns>False for a packet that is dropped.</returns>
    public bool TryRead(byte[] extension, out DependencyDescriptor descriptor)
    {
        descriptor = default;
        var frame = Unwrap((ushort)((extension[1] << 8) | extension[2]));
        var hasStructure = extension.Length > 3 && (extension[3] & 0x80) != 0;
        if ((hasStructure && frame < _structureAt) || !_reader.TryRead(extension, out descriptor))
        {
            Dropped++;
            return false;
        }

        _structureAt = hasStructure ? frame : _structureAt;
        return true;
    }

    private long Unwrap(ushort number)
    {
        _newest = _structureAt is null ? number : Math.Max(_newest, Near(number));
        return Near(number);
    }

    private long Near(ushort number) => _newest + unchecked((short)(number - (ushort)_newest));
}
