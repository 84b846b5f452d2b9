namespace Serverless.Rtc.Rtcp;

/// <summary>The report blocks of a sender or receiver report, in place.</summary>
public readonly ref struct ReportBlocks
{
    private readonly ReadOnlySpan<byte> _data;

    internal ReportBlocks(ReadOnlySpan<byte> data) => _data = data;

    public int Count => _data.Length / ReportBlock.EncodedLength;

    public ReportBlock this[int index] =>
        ReportBlock.TryParse(_data[(index * ReportBlock.EncodedLength)..], out var block) ? block : default;

    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator
    {
        private readonly ReportBlocks _blocks;
        private int _index;

        internal Enumerator(ReportBlocks blocks)
        {
            _blocks = blocks;
            _index = -1;
        }

        public readonly ReportBlock Current => _blocks[_index];

        public bool MoveNext() => ++_index < _blocks.Count;
    }
}
