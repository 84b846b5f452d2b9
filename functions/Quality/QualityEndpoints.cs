using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;
using Serverless.Functions.OpenApi;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Quality;

internal static class QualityEndpoints
{
    public static void MapQuality(this IEndpointRouteBuilder app)
    {
        app.MapInternal().MapPost("/rooms/{roomId}/quality", ReportAsync)
            .Tells("reportQuality", "What a worker measured").Takes(typeof(QualityReport)).Gives(null, StatusCodes.Status204NoContent);
        app.MapGet("/v2/sessions/{sessionId}/stats", SessionAsync).ForBackEnd()
            .Tells("getSessionStats", "Quality of a session over time").Gives(typeof(SessionStatsResponse));
        // VideoSDK has it in the singular.
        app.MapGet("/v2/sessions/{sessionId}/participant/{participantId}/stats", ParticipantAsync).ForBackEnd()
            .Tells("getParticipantStats", "Quality of one person over time").Gives(typeof(ParticipantStatsResponse));
        app.MapGet("/v2/sessions/{sessionId}/participants/{participantId}/stats", ParticipantAsync).ForBackEnd()
            .Tells("getParticipantsStats", "The same in the plural").Gives(typeof(ParticipantStatsResponse));
    }

    private static async Task<IResult> ReportAsync(HttpContext http, string roomId, QualityStore quality)
    {
        var body = await RequestBody.ReadAsync(
            http, InternalJson.Default.QualityReport, maxBytes: RequestBody.MaxInternalBytes);
        if (body.Failed)
        {
            return body.Failure;
        }

        if (QualityRules.Refuse(roomId, body.Value) is { } refused)
        {
            return refused;
        }

        await quality.AddAsync(body.Value, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SessionAsync(
        HttpContext http, string sessionId, SessionDirectory sessions, QualityStore quality)
    {
        var found = await sessions.FindAsync(http.Caller(), sessionId, http.RequestAborted);
        if (found.Failed)
        {
            return found.Failure;
        }

        var samples = await quality.SessionAsync(sessionId, http.RequestAborted);
        return TypedResults.Json(
            new SessionStatsResponse(sessionId, found.Value.Room.RoomId, [.. samples.Select(QualityShape.Point)]),
            BackEndJson.Default.SessionStatsResponse);
    }

    private static async Task<IResult> ParticipantAsync(
        HttpContext http, string sessionId, string participantId, SessionDirectory sessions, QualityStore quality)
    {
        var found = await sessions.FindAsync(http.Caller(), sessionId, http.RequestAborted);
        if (found.Failed)
        {
            return found.Failure;
        }

        var person = await sessions.ParticipantAsync(http.Caller(), sessionId, participantId, http.RequestAborted);
        if (person.Failed)
        {
            return person.Failure;
        }

        var samples = await quality.PersonAsync(sessionId, participantId, http.RequestAborted);
        return TypedResults.Json(
            new ParticipantStatsResponse
            {
                SessionId = sessionId,
                MeetingId = found.Value.Room.RoomId,
                ParticipantId = person.Value.ParticipantId,
                ParticipantName = person.Value.Name,
                DeviceInfo = new DeviceName(
                    person.Value.DeviceInfo.BrowserUserAgent.Browser.Name, person.Value.DeviceInfo.BrowserUserAgent.Browser.Version),
                SdkInfo = new SdkName(person.Value.DeviceInfo.SdkType, person.Value.DeviceInfo.SdkVersion),
                Stats = [.. samples.Select(QualityShape.Point)],
                ResolutionUsage = [.. samples.Where(sample => sample.Resolutions is not null).Select(QualityShape.Usage)],
            },
            BackEndJson.Default.ParticipantStatsResponse);
    }
}
