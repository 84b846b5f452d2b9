using System.Globalization;

namespace Serverless.Load.Measure;

/// <summary>The worker's own counters, as it shows them at <c>/metrics</c>.</summary>
internal sealed class WorkerMetrics(Uri worker) : IDisposable
{
    private const string Allocated = "dotnet_gc_heap_total_allocated_bytes_total";

    private readonly HttpClient _http = new() { BaseAddress = worker, Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Bytes of objects that the worker made since its start; null when it does not say.</summary>
    public async Task<long?> AllocatedBytesAsync(CancellationToken cancellation)
    {
        try
        {
            return Parse(await _http.GetStringAsync("metrics", cancellation));
        }
        catch (Exception problem) when (problem is HttpRequestException
            || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Lines are name, labels in braces, value and time (the Prometheus text format).</summary>
    public static long? Parse(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(Allocated, StringComparison.Ordinal))
            {
                var value = line[(line.LastIndexOf('}') + 1)..].Replace(Allocated, "", StringComparison.Ordinal)
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
                return (long)double.Parse(value, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    public void Dispose() => _http.Dispose();
}
