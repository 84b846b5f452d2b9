namespace Serverless.Rtc.Sdp;

/// <summary>One <c>a=name:value</c> line.</summary>
internal readonly ref struct AttributeLine
{
    internal AttributeLine(int number, ReadOnlySpan<char> text)
    {
        Number = number;
        Name = SdpText.CutName(text, ':', out var value);
        Value = value;
    }

    internal int Number { get; }

    internal ReadOnlySpan<char> Name { get; }

    internal ReadOnlySpan<char> Value { get; }

    internal SdpError Malformed(string attribute) => new(SdpErrorCode.InvalidSdp, Number, $"malformed a={attribute}");

    internal SdpError Repeated(string attribute) =>
        new(SdpErrorCode.InvalidSdp, Number, $"a={attribute} is given twice");

    internal SdpError TooMany(string attribute) =>
        new(SdpErrorCode.TooManyAttributes, Number, $"more than {SdpLimits.Attributes} a={attribute} in one section");
}
