using System.Globalization;
using System.Text;

namespace Serverless.Functions.Webhooks;

/// <summary>What a receiver gets: VideoSDK's shape, and the room's sequence number behind it.</summary>
internal static class WebhookBody
{
    public static string Of(WebhookEvent what, long sequence)
    {
        var json = new StringBuilder("{")
            .AppendMember("webhookType", what.Type)
            .AppendName("data").Append('{')
            .AppendMember("meetingId", what.RoomId)
            .AppendMember("sessionId", what.SessionId);
        if (what.ParticipantId is { } participant)
        {
            json.AppendMember("participantId", participant)
                .AppendMember("participantName", what.ParticipantName ?? string.Empty);
        }

        if (what.Start is { } start)
        {
            json.AppendMember("start", Time(start));
        }

        if (what.End is { } end)
        {
            json.AppendMember("end", Time(end));
        }

        return json.Append('}').AppendMember("sequence", sequence).Append('}').ToString();
    }

    private static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
