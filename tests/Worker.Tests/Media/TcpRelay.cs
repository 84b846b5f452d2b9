using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Serverless.Worker.Tests.Media;

/// <summary>Makes a client that knows only UDP one that comes over TCP: what it sends here goes there in frames (RFC 4571), and back.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly UdpClient _near = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly TcpClient _far = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    public TcpRelay(int port)
    {
        _far.Connect(IPAddress.Loopback, port);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Where the client sends to.</summary>
    public int Port => ((IPEndPoint)_near.Client.LocalEndPoint!).Port;

    /// <summary>Frames that came from the worker.</summary>
    public int Frames { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _near.Dispose();
        _far.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        var first = await _near.ReceiveAsync(_end.Token);
        await WriteAsync(first.Buffer);
        await Task.WhenAll(ThereAsync(), BackAsync(first.RemoteEndPoint));
    }

    private async Task ThereAsync()
    {
        while (true)
        {
            await WriteAsync((await _near.ReceiveAsync(_end.Token)).Buffer);
        }
    }

    private async Task BackAsync(IPEndPoint client)
    {
        var frame = new byte[ushort.MaxValue];
        while (true)
        {
            await _far.GetStream().ReadExactlyAsync(frame.AsMemory(0, 2), _end.Token);
            var datagram = frame.AsMemory(0, BinaryPrimitives.ReadUInt16BigEndian(frame));
            await _far.GetStream().ReadExactlyAsync(datagram, _end.Token);
            Frames++;
            await _near.SendAsync(datagram, client, _end.Token);
        }
    }

    private async Task WriteAsync(byte[] datagram)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)datagram.Length);
        await _far.GetStream().WriteAsync((byte[])[.. length, .. datagram], _end.Token);
    }
}
