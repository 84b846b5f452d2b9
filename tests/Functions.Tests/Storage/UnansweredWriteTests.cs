using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Tests.Storage;

/// <summary>Writes that the service does, but whose answer never comes, and those it never gets.</summary>
[Collection(AzuriteTests.Name)]
public sealed class UnansweredWriteTests : IDisposable
{
    private readonly LossyTransport _wire = new();
    private readonly ITable _table;
    private readonly ITable _others;

    public UnansweredWriteTests(AzuriteServer azurite)
    {
        var lossy = azurite.NewStore(options =>
        {
            options.Transport = _wire;
            options.Retry.Delay = TimeSpan.Zero;
        });
        _table = lossy.Table("things");
        _others = lossy.Table("things");
    }

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(Loss.Request)]
    [InlineData(Loss.Answer)]
    [InlineData(Loss.AnswerIsTimeout)]
    public async Task An_insert_is_done_once_and_told_so(Loss loss)
    {
        await _table.InsertAsync("p", "before", Body("x"), default);
        _wire.LoseNext(loss);

        var etag = await _table.InsertAsync("p", "k", Body("mine"), default);

        Assert.True(_wire.Tries > 1);
        var row = (await _table.GetAsync("p", "k", default))!;
        Assert.Equal((etag, "mine"), (row.ETag, Text(row)));
    }

    [Theory]
    [InlineData(Loss.Request)]
    [InlineData(Loss.Answer)]
    [InlineData(Loss.AnswerIsTimeout)]
    public async Task A_replace_is_done_once_and_told_so(Loss loss)
    {
        var first = (await _table.InsertAsync("p", "k", Body("old"), default))!;
        _wire.LoseNext(loss);

        var second = await _table.ReplaceAsync("p", "k", Body("new"), first, default);

        Assert.True(_wire.Tries > 1);
        var row = (await _table.GetAsync("p", "k", default))!;
        Assert.Equal((second, "new"), (row.ETag, Text(row)));
    }

    [Theory]
    [InlineData(Loss.Request)]
    [InlineData(Loss.Answer)]
    [InlineData(Loss.AnswerIsTimeout)]
    public async Task A_delete_is_done_once_and_told_so(Loss loss)
    {
        var etag = (await _table.InsertAsync("p", "k", Body("old"), default))!;
        _wire.LoseNext(loss);

        Assert.True(await _table.DeleteAsync("p", "k", etag, default));
        Assert.True(_wire.Tries > 1);
        Assert.Null(await _table.GetAsync("p", "k", default));
    }

    [Theory]
    [InlineData(Loss.Request)]
    [InlineData(Loss.Answer)]
    [InlineData(Loss.AnswerIsTimeout)]
    public async Task A_transaction_is_done_once_and_told_so(Loss loss)
    {
        var etag = (await _table.InsertAsync("p", "head", Body("1"), default))!;
        await _table.InsertAsync("p", "gone", Body("1"), default);
        _wire.LoseNext(loss);

        var result = await _table.TransactAsync(
            "p",
            [
                new TableOperation.Delete("gone", null),
                new TableOperation.Replace("head", Body("2"), etag),
                new TableOperation.Insert("entry", Body("2")),
            ],
            default);

        Assert.True(result.Committed);
        Assert.True(_wire.Tries > 1);
        var rows = await _table.ScanAsync("p", RowRange.All, 10, default);
        Assert.Equal(["entry=2", "head=2"], rows.Select(row => $"{row.Key}={Text(row)}"));
    }

    [Theory]
    [InlineData(Loss.Request)]
    [InlineData(Loss.Answer)]
    [InlineData(Loss.AnswerIsTimeout)]
    public async Task A_transaction_that_only_deletes_is_done_once_and_told_so(Loss loss)
    {
        await _table.InsertAsync("p", "one", Body("1"), default);
        await _table.InsertAsync("p", "two", Body("1"), default);
        _wire.LoseNext(loss);

        Assert.True((await _table.TransactAsync(
            "p", [new TableOperation.Delete("one", null), new TableOperation.Delete("two", null)], default)).Committed);
        Assert.Empty(await _table.ScanAsync("p", RowRange.All, 10, default));
    }

    [Fact]
    public async Task A_write_that_others_overwrote_before_its_second_try_is_neither_done_nor_refused()
    {
        var etag = (await _table.InsertAsync("p", "k", Body("old"), default))!;
        _wire.LoseNext(Loss.Answer, meanwhile: async () =>
        {
            var mine = (await _others.GetAsync("p", "k", default))!;
            await _others.ReplaceAsync("p", "k", Body("theirs"), mine.ETag, default);
        });

        await Assert.ThrowsAsync<UnknownOutcomeException>(
            () => _table.ReplaceAsync("p", "k", Body("mine"), etag, default));
        Assert.Equal("theirs", Text((await _table.GetAsync("p", "k", default))!));
    }

    [Fact]
    public async Task A_busy_server_did_nothing_so_a_conflict_after_it_is_a_conflict()
    {
        var etag = (await _table.InsertAsync("p", "k", Body("old"), default))!;
        _wire.LoseNext(Loss.Busy, meanwhile: () => _others.ReplaceAsync("p", "k", Body("theirs"), etag, default));

        Assert.Null(await _table.ReplaceAsync("p", "k", Body("mine"), etag, default));
        Assert.Equal("theirs", Text((await _table.GetAsync("p", "k", default))!));
    }

    [Fact]
    public async Task What_never_gets_an_answer_is_an_error()
    {
        await _table.InsertAsync("p", "before", Body("x"), default);
        _wire.LoseNext(Loss.Request, times: int.MaxValue);

        await Assert.ThrowsAnyAsync<Exception>(() => _table.InsertAsync("p", "k", Body("x"), default));
    }

    public enum Loss
    {
        Request,
        Answer,
        AnswerIsTimeout,
        Busy,
    }

    private static ReadOnlyMemory<byte> Body(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Row row) => Encoding.UTF8.GetString(row.Body.Span);

    /// <summary>Real HTTP that loses what the test says.</summary>
    private sealed class LossyTransport : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport _inner = new();
        private Func<Task> _meanwhile = () => Task.CompletedTask;
        private Loss _loss;
        private int _times;

        /// <summary>Since something was to be lost.</summary>
        public int Tries { get; private set; }

        public void LoseNext(Loss loss, Func<Task>? meanwhile = null, int times = 1)
        {
            (_loss, _times, Tries) = (loss, times, 0);
            _meanwhile = meanwhile ?? (() => Task.CompletedTask);
        }

        public void Dispose() => _inner.Dispose();

        public override Request CreateRequest() => _inner.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            Tries++;
            if (_times == 0)
            {
                await _inner.ProcessAsync(message);
                return;
            }

            _times--;
            if (_loss is not (Loss.Request or Loss.Busy))
            {
                await _inner.ProcessAsync(message);
                Assert.InRange(message.Response.Status, 200, 299);
            }

            await _meanwhile();
            message.Response = _loss switch
            {
                Loss.AnswerIsTimeout => new StatusResponse(500, "OperationTimedOut"),
                Loss.Busy => new StatusResponse(503, "ServerBusy"),
                _ => throw new IOException("The connection was reset."),
            };
        }
    }

    private sealed class StatusResponse(int status, string code) : Azure.Response
    {
        public override int Status => status;

        public override string ReasonPhrase => code;

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => name == "x-ms-error-code";

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new HttpHeader("x-ms-error-code", code)];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = name == "x-ms-error-code" ? code : null;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(
            string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value!] : null;
            return values is not null;
        }
    }
}
