using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Functions.Storage;

/// <summary>
/// Whether a try of one write ended without an answer, so that the service may have done it. A condition that fails on a
/// later try says nothing then: the row may have changed because the earlier try went through.
/// </summary>
internal sealed class UnansweredTries : IDisposable
{
    private const string Property = "serverless-unanswered-tries";

    private readonly IDisposable _scope;

    private UnansweredTries() =>
        _scope = HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = this });

    public bool Any { get; private set; }

    /// <summary>Of the calls inside this scope.</summary>
    public static UnansweredTries Watch() => new();

    public void Dispose() => _scope.Dispose();

    /// <summary>Sees each try.</summary>
    public sealed class Policy : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            try
            {
                ProcessNext(message, pipeline);
                Note(message, IsAnswer(message.Response));
            }
            catch
            {
                Note(message, isAnswer: false);
                throw;
            }
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            try
            {
                await ProcessNextAsync(message, pipeline);
                Note(message, IsAnswer(message.Response));
            }
            catch
            {
                Note(message, isAnswer: false);
                throw;
            }
        }

        // A busy server refuses before it does anything; a timeout or a failure inside may come after.
        private static bool IsAnswer(Azure.Response response) => response.Status switch
        {
            StatusCodes.Status408RequestTimeout => false,
            StatusCodes.Status503ServiceUnavailable =>
                response.Headers.TryGetValue("x-ms-error-code", out var code) && code == "ServerBusy",
            var status => status < StatusCodes.Status500InternalServerError,
        };

        private static void Note(HttpMessage message, bool isAnswer)
        {
            if (!isAnswer && message.TryGetProperty(Property, out var value) && value is UnansweredTries tries)
            {
                tries.Any = true;
            }
        }
    }
}
