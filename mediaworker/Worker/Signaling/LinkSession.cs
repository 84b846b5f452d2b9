namespace Serverless.Worker.Signaling;

/// <summary>
/// One logical connection, which outlives its sockets: the service keeps it for 30 s after a socket was lost, and a new
/// socket that names it gets everything that was not acknowledged.
/// </summary>
internal sealed class LinkSession(TimeSpan keptFor)
{
    private Uri? _url;
    private string? _connectionId;
    private string? _reconnectionToken;
    private TimeSpan? _lostAt;

    public void Opened(Uri url)
    {
        _url = url;
        _connectionId = null;
        _reconnectionToken = null;
        _lostAt = null;
    }

    public void Named(ServerFrame.Connected connected)
    {
        _connectionId = connected.ConnectionId;
        _reconnectionToken = connected.ReconnectionToken;
    }

    /// <summary>A socket is open again. The service may still refuse, with close 1008.</summary>
    public void Recovered() => _lostAt = null;

    public void SocketLost(TimeSpan now) => _lostAt ??= now;

    /// <summary>The service refused to recover it, or it was closed on purpose.</summary>
    public void Ended() => _connectionId = null;

    /// <summary>The address for a new socket of the same connection; null: only a new connection helps.</summary>
    public Uri? RecoveryUrl(TimeSpan now)
    {
        if (_url is null || _connectionId is null || _reconnectionToken is null || now - (_lostAt ?? now) >= keptFor)
        {
            return null;
        }

        var separator = _url.Query.Length == 0 ? '?' : '&';
        return new Uri(
            $"{_url.AbsoluteUri}{separator}awps_connection_id={Uri.EscapeDataString(_connectionId)}" +
            $"&awps_reconnection_token={Uri.EscapeDataString(_reconnectionToken)}");
    }
}
