using System.Globalization;
using System.Text;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// JSON exactly as JavaScript's <c>JSON.stringify</c> writes it (ECMA-262 §25.5.2): receivers check VideoSDK's signature over
/// what they parsed and wrote again, and .NET's own writer escapes other characters.
/// </summary>
internal static class CompactJson
{
    public static StringBuilder AppendMember(this StringBuilder json, string name, string value) =>
        json.AppendName(name).AppendText(value);

    public static StringBuilder AppendMember(this StringBuilder json, string name, long value) =>
        json.AppendName(name).Append(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The name and a colon, after a comma where the object has members already.</summary>
    public static StringBuilder AppendName(this StringBuilder json, string name)
    {
        if (json.Length > 0 && json[^1] != '{')
        {
            json.Append(',');
        }

        return json.AppendText(name).Append(':');
    }

    private static StringBuilder AppendText(this StringBuilder json, string text)
    {
        json.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                json.Append(c).Append(text[++i]);
                continue;
            }

            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\t' => json.Append("\\t"),
                '\n' => json.Append("\\n"),
                '\f' => json.Append("\\f"),
                '\r' => json.Append("\\r"),
                < ' ' => json.AppendEscape(c),
                _ when char.IsSurrogate(c) => json.AppendEscape(c),
                _ => json.Append(c),
            };
        }

        return json.Append('"');
    }

    private static StringBuilder AppendEscape(this StringBuilder json, char c) =>
        json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
}
