using System;
using System.Net.Sockets;

namespace IoTC.Transport.NanoFramework;

/// <summary>What a board's exception means: a status, and a sentence. The board tells everything by one number, SocketException.ErrorCode.</summary>
internal sealed class NanoFailure
{
    // mbedTLS passes its own numbers through.
    private const int CertificateVerifyFailed = -0x2700;
    private const int FatalAlert = -0x7780;
    private const int OutOfMemory = -0x7F00;
    private const int ConnectionEof = -0x7280;
    private const int PeerCloseNotify = -0x7880;
    private const int ConnectionReset = -0x0050;
    private const int ReceiveFailed = -0x004C;

    private NanoFailure(int status, string words)
    {
        Status = status;
        Words = words;
    }

    public int Status { get; }

    public string Words { get; }

    public static bool IsTimeout(Exception exception)
    {
        int code = CodeOf(exception);
        return code == (int)SocketError.TimedOut || code == (int)SocketError.WouldBlock;
    }

    public static NanoFailure OfOpening(Exception exception, OpenStep step, bool hasRoots, bool hasCertificate)
    {
        int code = CodeOf(exception);
        if (step == OpenStep.Resolve) return new NanoFailure(TransportStatus.NameNotResolved, "the name could not be resolved" + Number(code));
        if (step == OpenStep.Connect) return new NanoFailure(OfSocket(code), "connecting failed" + Number(code));
        switch (code)
        {
            case CertificateVerifyFailed:
                return new NanoFailure(TransportStatus.CertificateUntrusted, "the server's certificate was refused: its root is not among " + (hasRoots ? "the roots given" : "those stored on this device") + ", it is for another host, or this device's clock is wrong (mbedTLS -0x2700)");
            case FatalAlert:
                return hasCertificate
                    ? new NanoFailure(TransportStatus.ClientCertificateRefused, "the server ended the handshake after this device had shown its certificate (mbedTLS -0x7780)")
                    : new NanoFailure(TransportStatus.TlsHandshakeFailed, "the server ended the handshake; it may want a client certificate, or no cipher is common (mbedTLS -0x7780)");
            case OutOfMemory:
                return new NanoFailure(TransportStatus.TlsHandshakeFailed, "there is not enough memory for a TLS session; it takes about 34 KB (mbedTLS -0x7F00)");
            case ConnectionReset:
            case ReceiveFailed:
            case ConnectionEof:
                return new NanoFailure(TransportStatus.Reset, "the connection was cut during the TLS handshake" + Number(code));
            default:
                return new NanoFailure(code > 0 ? OfSocket(code) : TransportStatus.TlsHandshakeFailed, "the TLS handshake failed" + Number(code));
        }
    }

    public static NanoFailure OfStream(Exception exception, string doing)
    {
        int code = CodeOf(exception);
        switch (code)
        {
            case PeerCloseNotify: return new NanoFailure(TransportStatus.Closed, "");
            case ConnectionEof: return new NanoFailure(TransportStatus.Truncated, "the connection ended without close_notify while " + doing);
            case ConnectionReset:
            case ReceiveFailed: return new NanoFailure(TransportStatus.Reset, "the connection was cut while " + doing + Number(code));
            default: return new NanoFailure(OfSocket(code), "the connection failed while " + doing + Number(code));
        }
    }

    private static int CodeOf(Exception exception) => exception is SocketException socketException ? socketException.ErrorCode : 0;

    private static string Number(int code)
    {
        if (code == 0) return "";
        return code < 0 ? " (mbedTLS -0x" + (-code).ToString("X4") + ")" : " (socket error " + code.ToString() + ")";
    }

    private static int OfSocket(int code)
    {
        switch ((SocketError)code)
        {
            case SocketError.ConnectionRefused: return TransportStatus.Refused;
            case SocketError.TimedOut: return TransportStatus.TimedOut;
            case SocketError.NetworkDown:
            case SocketError.NetworkUnreachable:
            case SocketError.HostDown:
            case SocketError.HostUnreachable:
            case SocketError.AddressNotAvailable: return TransportStatus.Unreachable;
            case SocketError.ConnectionReset:
            case SocketError.ConnectionAborted:
            case SocketError.NetworkReset:
            case SocketError.Shutdown:
            case SocketError.NotConnected: return TransportStatus.Reset;
            default: return TransportStatus.Failed;
        }
    }
}
