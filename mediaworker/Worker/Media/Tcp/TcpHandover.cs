using Serverless.Interop.Linux;

namespace Serverless.Worker.Media.Tcp;

/// <summary>Gives a connection to the shard that its first check names. False when there is no such shard.</summary>
/// <param name="shard">Its index.</param>
/// <param name="stream">Nothing but <paramref name="received"/> has been read from it.</param>
/// <param name="received">All that came so far.</param>
internal delegate bool TcpHandover(int shard, TcpStream stream, byte[] received);
