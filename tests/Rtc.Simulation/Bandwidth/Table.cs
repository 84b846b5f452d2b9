using System.Globalization;
using System.Text;

namespace Serverless.Rtc.Simulation.Bandwidth;

/// <summary>Expected against measured; printed whole, then checked, so that a failure shows all of it.</summary>
internal sealed class Table(string scenario)
{
    private readonly StringBuilder _text = new($"{scenario}\n  {"what",-58}{"expected",16}{"measured",12}\n");
    private readonly List<string> _failures = [];

    public void AtMost(string what, double limit, double measured) =>
        Add(what, "<= " + Format(limit), measured, measured <= limit);

    public void AtLeast(string what, double limit, double measured) =>
        Add(what, ">= " + Format(limit), measured, measured >= limit);

    public void Within(string what, double low, double high, double measured) =>
        Add(what, $"{Format(low)} - {Format(high)}", measured, measured >= low && measured <= high);

    public void Check()
    {
        Console.WriteLine(_text.ToString());
        Assert.True(_failures.Count == 0, _text.ToString());
    }

    private void Add(string what, string expected, double measured, bool holds)
    {
        _text.AppendLine(CultureInfo.InvariantCulture, $"  {what,-58}{expected,16}{Format(measured),12}{(holds ? "" : "  FAILED")}");
        if (!holds)
        {
            _failures.Add(what);
        }
    }

    private static string Format(double value) =>
        value.ToString(Math.Abs(value) < 20 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
