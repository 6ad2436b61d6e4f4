using System;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using IoTC.Transport;

namespace IoTC.Transport.NanoFramework;

/// <summary>TLS 1.2 over a board's System.Net: the server's certificate is always verified, the device may show its own.</summary>
/// <remarks>
/// A thread runs only while a connection is being opened, because the board's Connect has no time limit; the limit is the caller's, through
/// <see cref="Open"/>. During the TLS handshake a board runs no managed code at all, so there no limit can hold. One connection at a time: DPS is closed
/// before the hub is opened, since two TLS sessions do not fit into a board's memory.
/// </remarks>
public sealed partial class NanoTransport : ITransport, ITransportDiagnostics
{
    // 2021-01-01. No certificate in use today was valid before; a board without a battery starts in 1970.
    private const long EarliestUtcUnixMs = 1609459200000L;

    private readonly X509Certificate? _roots;
    private readonly X509Certificate2? _clientCertificate;
    private readonly IClock _clock;
    private OpenAttempt? _attempt;
    private OpenAttempt? _abandoned;
    private Socket? _socket;
    private SslStream? _stream;
    private int _endStatus = TransportStatus.Closed;

    /// <summary>Makes a transport.</summary>
    /// <param name="rootsPem">The roots that servers' certificates must lead to, PEM, one or several; null takes those stored on the device.</param>
    /// <param name="clientCertificate">The device's certificate with its key, or null.</param>
    /// <param name="clock">Tells the date for the check before a handshake, or null for the device's own clock.</param>
    /// <exception cref="ArgumentException">The roots are not PEM.</exception>
    public NanoTransport(string? rootsPem = null, X509Certificate2? clientCertificate = null, IClock? clock = null)
    {
        _roots = rootsPem == null ? null : ReadRoots(rootsPem);
        _clientCertificate = clientCertificate;
        _clock = clock ?? new SystemClock();
    }

    /// <summary>Show the certificate stored on the device, when none was given.</summary>
    public bool UseStoredDeviceCertificate { get; set; }

    /// <inheritdoc/>
    public string LastFailure { get; private set; } = "";

    /// <inheritdoc/>
    public int Open(string host, int port, int timeoutMs)
    {
        if (host == null || host.Length == 0) throw new ArgumentException("The host name is empty.");
        if (port < 1 || port > 65535) throw new ArgumentException("The port must be 1 to 65535.");
        if (_attempt == null || !_attempt.IsFor(host, port))
        {
            Close();
            LastFailure = "";
            // An earlier attempt holds its socket and its TLS buffers until it has ended.
            if (_abandoned != null && !_abandoned.Wait(timeoutMs)) return TransportStatus.Pending;
            _abandoned = null;
            int obstacle = FindObstacle();
            if (obstacle < 0) return obstacle;
            _attempt = new OpenAttempt(host, port, _roots, _clientCertificate, UseStoredDeviceCertificate);
            _attempt.Start();
        }

        if (!_attempt.Wait(timeoutMs)) return TransportStatus.Pending;
        return TakeResult(_attempt);
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_attempt != null)
        {
            _abandoned = _attempt;
            _attempt = null;
            _abandoned.Abandon();
        }

        CloseStream();
        _endStatus = TransportStatus.Closed;
    }

    private static X509Certificate ReadRoots(string rootsPem)
    {
        try
        {
            return new X509Certificate(rootsPem);
        }
        catch (Exception)
        {
            throw new ArgumentException("The roots are not readable. Pass certificates as PEM text, -----BEGIN CERTIFICATE----- and so on, or null for those stored on the device.");
        }
    }

    private int FindObstacle()
    {
        long utcUnixMs = _clock.UtcUnixMs;
        if (utcUnixMs < EarliestUtcUnixMs)
        {
            return End(TransportStatus.CertificateNotYetValid, "this device's clock is before 2021 (Unix time " + (utcUnixMs / 1000).ToString() + "); set it before connecting, by SNTP for instance");
        }

        return NetworkInterface.GetIsNetworkAvailable() ? TransportStatus.Ok : End(TransportStatus.Unreachable, "this device has no network; join the Wi-Fi or plug in the cable first");
    }

    private int TakeResult(OpenAttempt attempt)
    {
        _attempt = null;
        if (attempt.Status < 0) return End(attempt.Status, attempt.Failure);
        _socket = attempt.Socket;
        _stream = attempt.Stream;
        return TransportStatus.Ok;
    }

    private int End(int status, string failure)
    {
        CloseStream();
        _endStatus = status;
        LastFailure = failure;
        return status;
    }

    private void CloseStream()
    {
        SslStream? stream = _stream;
        Socket? socket = _socket;
        _stream = null;
        _socket = null;
        OpenAttempt.CloseQuietly(stream, socket);
    }
}
