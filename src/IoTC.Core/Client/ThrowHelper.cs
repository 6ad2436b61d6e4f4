using System;
using IoTC.Security;
using IoTC.Transport;

namespace IoTC;

/// <summary>The places where an error becomes an exception, kept off the paths that run often.</summary>
internal static partial class ThrowHelper
{
    public static IoTCException NotSent(IoTCError error, string what)
    {
        switch (error)
        {
            case IoTCError.NotConnected: return new IoTCException(error, "The " + what + " was not sent: there is no connection. Connect first, or try again when the client is connected.");
            case IoTCError.OutboxFull: return new IoTCException(error, "The " + what + " was not sent: the outbox is full. Try again after the next acknowledgement.");
            case IoTCError.TooLarge: return new IoTCException(error, "The " + what + " was not sent: it is larger than the hub takes (telemetry 256 KB with its properties, command answers 128 KB, reported properties 32 KB) or than MaxQueuedBytes.");
            default: return new IoTCException(error, "The " + what + " was not sent.");
        }
    }

    /// <summary>What those are told who wait for a message that was given up.</summary>
    public static IoTCException Dropped()
        => new IoTCException(IoTCError.OutboxFull, "The message was given up: the outbox was full, and newer messages take the place of the oldest. Raise its size, or set the policy to Refuse.");

    public static void RequireSecured(object transport, IoTCOptions options)
    {
        if (transport == null) throw new ArgumentNullException(nameof(transport));
        if (transport is IUnsecuredTransport && !options.AllowUnsecuredTransport)
        {
            throw new ArgumentException("This transport does not encrypt. Use one with TLS, or set AllowUnsecuredTransport for a test or a private network.");
        }
    }

    /// <summary>Hands the credential's client certificate to the transport.</summary>
    public static void HandOverCertificate(object transport, IoTCOptions options)
    {
        ClientCertificate? certificate = options.Credential!.Certificate;
        if (certificate == null) return;
        if (!(transport is IClientCertificateTransport target)) throw new ArgumentException("This transport cannot present a client certificate. Use SocketTransport or TlsTransport.");
        target.SetClientCertificate(certificate);
        RequireCommonName(options, certificate);
    }

    // Nothing where no transport tells the name.
    static partial void RequireCommonName(IoTCOptions options, ClientCertificate certificate);

    public static InvalidOperationException InsideHandler(string what)
        => new InvalidOperationException(what + " cannot be called from inside a handler.");
}
