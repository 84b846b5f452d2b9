using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.Quality;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Quality;

public sealed class QualityTests : HostedTests
{
    [Fact]
    public async Task What_a_worker_reports_is_read_per_participant_and_per_session()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token(claims => claims["participantId"] = "u-ann"));
        var session = joined.Session.SessionId;
        var at = Host.Time.GetUtcNow();

        await ReportAsync(room.RoomId, new QualityReport(session, at,
        [
            new ParticipantQuality
            {
                ParticipantId = "u-ann",
                SendAudio = new MediaQuality(1000, 10, Rtt: 40, Jitter: 4, Bitrate: 48_000),
                RecvVideo = new MediaQuality(5000, 0, Rtt: 20, Jitter: 2, Bitrate: 1_500_000),
                Resolutions = [new ResolutionTime(360, 20), new ResolutionTime(540, 40)],
            },
            new ParticipantQuality { ParticipantId = "u-bo", SendAudio = new MediaQuality(1000, 30, Rtt: 60) },
        ]));

        var ann = (await Host.GetAsync($"/v2/sessions/{session}/participant/u-ann/stats", Host.Token()))
            .Read(BackEndJson.Default.ParticipantStatsResponse);
        var all = (await Host.GetAsync($"/v2/sessions/{session}/stats", Host.Token()))
            .Read(BackEndJson.Default.SessionStatsResponse);

        var point = Assert.Single(ann.Stats);
        Assert.Equal((at, 10L, 40.0, 20.0), (point.Time, point.SendAudioPacketLost, point.AverageAudioRtt, point.AverageVideoRtt));
        Assert.Null(point.SendVideoPacketLost);
        Assert.Equal((20.0, 40.0), (ann.ResolutionUsage[0].P360, ann.ResolutionUsage[0].P720));
        var together = Assert.Single(all.Stats);
        Assert.Equal((40L, 50.0), (together.SendAudioPacketLost, together.AverageAudioRtt));
        Assert.True(together.QualityScore.Audio < point.QualityScore.Audio);
    }

    [Fact]
    public async Task A_session_without_reports_has_no_points()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());

        Assert.Empty((await Host.GetAsync($"/v2/sessions/{joined.Session.SessionId}/stats", Host.Token()))
            .Read(BackEndJson.Default.SessionStatsResponse).Stats);
    }

    [Fact]
    public void A_full_series_is_seen_from_farther_away_and_loses_no_packet()
    {
        var start = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        var series = new QualitySeries([]);
        for (var i = 1; i <= 1000; i++)
        {
            var sample = new QualitySample { At = start.AddMinutes(i), SendVideo = new MediaQuality(100, 1, Rtt: i) };
            series = series.With(sample, limit: 60);
            Assert.InRange(series.Samples.Count, 1, 60);
        }

        Assert.Equal((100_000L, 1000L), (series.Samples.Sum(s => s.SendVideo!.Packets), series.Samples.Sum(s => s.SendVideo!.PacketsLost)));
        Assert.Equal(1000, series.Samples.Sum(sample => sample.Reports));
        // The mean over everything is still that of 1 to 1000.
        Assert.Equal(500.5, series.Samples.Sum(s => s.SendVideo!.Rtt!.Value * s.Reports) / 1000, precision: 6);
        Assert.Equal(series.Samples.Select(sample => sample.At).Order(), series.Samples.Select(sample => sample.At));
    }

    [Theory]
    [InlineData(0, 0, 0, 4.4)] // G.107: R of 93.2 is an opinion of 4.41; 10 ms of buffers take 0.01.
    [InlineData(100, 0, 0, 1)]
    public void The_score_is_the_e_models(int lostPercent, double rtt, double jitter, double expected) =>
        Assert.Equal(expected, QualityShape.Score(new MediaQuality(100, lostPercent, rtt, jitter))!.Value, tolerance: 0.011);

    [Fact]
    public void Loss_delay_and_jitter_each_lower_the_score()
    {
        var good = QualityShape.Score(new MediaQuality(1000, 0, 20, 2));

        Assert.True(QualityShape.Score(new MediaQuality(1000, 50, 20, 2)) < good);
        Assert.True(QualityShape.Score(new MediaQuality(1000, 0, 600, 2)) < good);
        Assert.True(QualityShape.Score(new MediaQuality(1000, 0, 20, 200)) < good);
        Assert.Null(QualityShape.Score(new MediaQuality(0, 0)));
    }

    [Theory]
    [InlineData("""{"sessionId":"s-other","at":"2026-11-22T10:00:00Z","participants":[]}""")]
    [InlineData("""{"sessionId":"SESSION","at":"2026-11-22T10:00:00Z","participants":[null]}""")]
    [InlineData("""{"sessionId":"SESSION","at":"2026-11-22T10:00:00Z","participants":[{"participantId":""}]}""")]
    [InlineData("""{"sessionId":"SESSION","at":"2026-11-22T10:00:00Z","participants":[{"participantId":"a"},{"participantId":"a"}]}""")]
    [InlineData("""{"sessionId":"SESSION","at":"2026-11-22T10:00:00Z","participants":[{"participantId":"a","sendAudio":{"packets":-1,"packetsLost":0}}]}""")]
    [InlineData("""{"sessionId":"SESSION","at":"2026-11-22T10:00:00Z","participants":[{"participantId":"a","resolutions":[{"height":0,"time":1}]}]}""")]
    public async Task A_wrong_report_is_refused(string body)
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        var json = body.Replace("SESSION", joined.Session.SessionId, StringComparison.Ordinal);

        (await Host.PostAsync($"/internal/rooms/{room.RoomId}/quality", Host.WorkerToken("w1"), json))
            .AssertProblem(400, ProblemCodes.InvalidRequest);
    }

    private async Task ReportAsync(string roomId, QualityReport report)
    {
        var reply = await Host.PostAsync(
            $"/internal/rooms/{roomId}/quality", Host.WorkerToken("w1"), report, InternalJson.Default.QualityReport);
        Assert.Equal(204, reply.Status);
    }
}
