using System;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace IoTC.Transport.NanoFramework;

/// <summary>One attempt to open a stream, on a thread that ends with it.</summary>
internal sealed class OpenAttempt
{
    private readonly object _lock = new object();
    private readonly ManualResetEvent _ended = new ManualResetEvent(false);
    private readonly string _host;
    private readonly int _port;
    private readonly X509Certificate? _roots;
    private readonly X509Certificate2? _clientCertificate;
    private readonly bool _useStoredCertificate;
    private bool _isAbandoned;
    private OpenStep _step;

    public OpenAttempt(string host, int port, X509Certificate? roots, X509Certificate2? clientCertificate, bool useStoredCertificate)
    {
        _host = host;
        _port = port;
        _roots = roots;
        _clientCertificate = clientCertificate;
        _useStoredCertificate = useStoredCertificate;
    }

    /// <summary>Ok, or what failed; of use after <see cref="Wait"/> has answered true.</summary>
    public int Status { get; private set; }

    public string Failure { get; private set; } = "";

    public Socket? Socket { get; private set; }

    public SslStream? Stream { get; private set; }

    public bool IsFor(string host, int port) => _host == host && _port == port;

    public void Start() => new Thread(Run).Start();

    /// <summary>Waits for the attempt to end, no longer than asked.</summary>
    public bool Wait(int timeoutMs) => _ended.WaitOne(timeoutMs < 0 ? 0 : timeoutMs, false);

    /// <summary>Nobody wants the result any more: what is open is closed now, what is being opened as soon as the board lets go of it.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _isAbandoned = true;
            CloseQuietly(Stream, Socket);
        }
    }

    public static void CloseQuietly(SslStream? stream, Socket? socket)
    {
        try
        {
            if (stream != null) stream.Dispose();
            if (socket != null) socket.Close();
        }
        catch (Exception)
        {
            // It was closed already, or its network has gone.
        }
    }

    private void Run()
    {
        try
        {
            Connect();
            _step = OpenStep.Handshake;
            Authenticate();
        }
        catch (Exception exception)
        {
            NanoFailure failure = NanoFailure.OfOpening(exception, _step, _roots != null, _clientCertificate != null || _useStoredCertificate);
            Status = failure.Status;
            Failure = failure.Words;
        }

        lock (_lock)
        {
            if (_isAbandoned || Status < 0) CloseQuietly(Stream, Socket);
        }

        _ended.Set();
    }

    private void Connect()
    {
        IPAddress[] addresses = Dns.GetHostEntry(_host).AddressList;
        if (addresses.Length == 0) throw new SocketException(SocketError.HostNotFound);
        _step = OpenStep.Connect;
        for (int i = 0; ; i++)
        {
            try
            {
                Socket socket = Publish(new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp));
                socket.Connect(new IPEndPoint(addresses[i], _port));
                return;
            }
            catch (Exception)
            {
                if (i == addresses.Length - 1 || _isAbandoned) throw;
                CloseQuietly(null, Socket);
            }
        }
    }

    private void Authenticate()
    {
        var stream = new SslStream(Socket!) { SslVerification = SslVerification.CertificateRequired, UseStoredDeviceCertificate = _useStoredCertificate };
        Stream = stream;
        stream.AuthenticateAsClient(_host, _clientCertificate, _roots, SslProtocols.Tls12);
    }

    // From here on Abandon reaches it.
    private Socket Publish(Socket socket)
    {
        lock (_lock)
        {
            Socket = socket;
            if (_isAbandoned) throw new SocketException(SocketError.Interrupted);
        }

        return socket;
    }
}
