using System.Threading.Channels;
using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Functions.PubSub;
using Serverless.Functions.Sessions;

namespace Serverless.Functions.Tests.Sessions;

public sealed class SocketClosingTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingPubSub _pubSub = new();
    private readonly SocketClosing _closing;

    public SocketClosingTests() => _closing = new SocketClosing(new Lazy<IPubSubClient>(_pubSub), _time, NullLogger<SocketClosing>.Instance);

    [Fact]
    public async Task Who_is_out_loses_the_socket_after_the_worker_had_time_to_say_so()
    {
        await _closing.StartAsync(TestContext.Current.CancellationToken);
        _closing.CloseRoom("ab12-cd34-ef56");
        Assert.False(_pubSub.Closed.Reader.TryRead(out _));
        _time.Advance(SocketClosing.Courtesy);
        Assert.Equal("group room.ab12-cd34-ef56.feed", await NextAsync());
    }

    [Fact]
    public async Task A_failure_costs_the_next_one_nothing()
    {
        _time.AutoAdvanceAmount = SocketClosing.Courtesy;
        await _closing.StartAsync(TestContext.Current.CancellationToken);
        _pubSub.FailOn = "k1";
        _closing.ClosePerson("k1");
        _closing.ClosePerson("k2");
        _time.Advance(SocketClosing.Courtesy);
        Assert.Equal("user k2", await NextAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.StopAsync(default);
        _closing.Dispose();
    }

    private ValueTask<string> NextAsync()
    {
        var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return _pubSub.Closed.Reader.ReadAsync(limit.Token);
    }

    private sealed class RecordingPubSub : IPubSubClient
    {
        public Channel<string> Closed { get; } = Channel.CreateUnbounded<string>();

        public string? FailOn { get; set; }

        public Task SendToGroupAsync(string group, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task SendToUserAsync(string userId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task CloseUserAsync(string userId, string reason, CancellationToken cancellationToken = default) =>
            userId == FailOn ? throw new RequestFailedException("down") : Closed.Writer.WriteAsync($"user {userId}", cancellationToken).AsTask();

        public Task CloseGroupAsync(string group, string reason, CancellationToken cancellationToken = default) =>
            Closed.Writer.WriteAsync($"group {group}", cancellationToken).AsTask();

        public ValueTask<Uri> GetClientAccessUriAsync(
            string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime,
            CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
