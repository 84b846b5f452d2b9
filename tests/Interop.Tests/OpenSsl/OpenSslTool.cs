using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Serverless.Interop.OpenSsl;

namespace Serverless.Interop.Tests.OpenSsl;

/// <summary>The openssl command line as a DTLS peer behind a real socket, with a certificate of its own.</summary>
internal sealed class OpenSslTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dtls");
    private readonly StringBuilder _output = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private EndPoint _peer = new IPEndPoint(IPAddress.Any, 0);
    private Process? _process;

    public OpenSslTool()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=tool", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        CertificateDigest = SHA256.HashData(certificate.RawData);
        File.WriteAllText(PathOf("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    public byte[] CertificateDigest { get; }

    public static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, "openssl")));

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The tool connects to the test's socket.</summary>
    public void StartClient(string profiles, bool withCertificate = true)
    {
        string[] arguments =
            ["s_client", "-connect", $"127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}", "-use_srtp", profiles];
        Start(withCertificate ? [.. arguments, .. CertificateArguments] : arguments);
    }

    /// <summary>
    /// The tool listens on a free port, asks for a cookie first (RFC 6347 §4.2.1), and the test's socket connects to it.
    /// </summary>
    public void StartServer(string profiles)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        probe.Dispose();

        string[] arguments =
            ["s_server", "-accept", $"127.0.0.1:{port}", "-use_srtp", profiles, "-verify", "1", "-listen"];
        Start([.. arguments, .. CertificateArguments]);
        SpinWait.SpinUntil(() => Output.Contains("ACCEPT", StringComparison.Ordinal), Patience);
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Passes datagrams between the engine and the tool until the condition holds; false when it never does.</summary>
    public bool RunUntil(OpenSslDtls engine, Func<bool> condition)
    {
        var deadline = DtlsPair.Now + Patience;
        var buffer = new byte[4096];
        while (!condition())
        {
            if (DtlsPair.Now > deadline)
            {
                return false;
            }

            foreach (var datagram in DtlsPair.Drain(engine))
            {
                _ = _socket.Connected ? _socket.Send(datagram) : _socket.SendTo(datagram, _peer);
            }

            if (_socket.Poll(TimeSpan.FromMilliseconds(5), SelectMode.SelectRead))
            {
                var length = _socket.ReceiveFrom(buffer, ref _peer);
                engine.HandleDatagram(DtlsPair.Now, buffer.AsSpan(0, length));
            }

            engine.HandleTimeout(DtlsPair.Now);
        }

        return true;
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private string[] CertificateArguments => ["-cert", PathOf("cert.pem"), "-key", PathOf("key.pem")];

    private string PathOf(string file) => Path.Combine(_directory.FullName, file);

    private void Start(string[] arguments)
    {
        var info = new ProcessStartInfo("openssl")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // 60 bytes serve both profiles: the 56 that GCM needs are their beginning.
        string[] common = ["-dtls1_2", "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", "60"];
        foreach (var argument in arguments.Concat(common))
        {
            info.ArgumentList.Add(argument);
        }

        _process = Process.Start(info)!;
        _process.OutputDataReceived += Append;
        _process.ErrorDataReceived += Append;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Append(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
