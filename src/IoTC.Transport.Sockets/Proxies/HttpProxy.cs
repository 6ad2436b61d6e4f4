using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.Proxies;
using IoTC.Transport.Sockets.Tls;

namespace IoTC.Transport.Sockets;

/// <summary>An HTTP proxy that opens a tunnel with CONNECT, with a user name and password or without. Immutable.</summary>
/// <remarks>
/// RFC 9110 §9.3.6; Basic authentication (RFC 7617), so the proxy learns the password, in the clear as far as itself unless it is reached
/// over TLS (<c>https://</c>). What goes through the tunnel is encrypted between this device and the host. The password is in no message and in no <see cref="ToString"/>.
/// </remarks>
public sealed class HttpProxy
{
    private const int DefaultPort = 80;
    private const int DefaultSecuredPort = 443;

    private readonly HostName _host;
    private readonly string _password;
    private readonly string[] _bypass;
    private readonly X509Certificate2Collection? _roots;

    /// <summary>Names a proxy.</summary>
    /// <param name="address"><c>http://proxy.example:3128</c>; user name and password may be part of it, percent-encoded: <c>http://user:password@proxy.example:3128</c>. Port 80 when it names none. <c>https://</c>, port 443, for a proxy that is itself reached over TLS.</param>
    /// <param name="user">The user name, or empty for none or for the one of the address; no colon.</param>
    /// <param name="password">The password.</param>
    /// <param name="bypass">
    /// Hosts to be reached without the proxy: a name stands for itself and all names below it (<c>example.com</c> for <c>hub.example.com</c>), an address
    /// for itself, <c>*</c> for all.
    /// </param>
    /// <exception cref="ArgumentException">The address is none of an HTTP proxy, or user name or password cannot be sent. The message does not repeat them.</exception>
    public HttpProxy(string address, string user = "", string password = "", IEnumerable<string>? bypass = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);

        // Not quoted: the address may hold the password.
        if (!Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            throw new ArgumentException("The proxy's address is no URI; write http://host:port.", nameof(address));
        }

        IsSecured = uri.Scheme == Uri.UriSchemeHttps;
        if (!IsSecured && uri.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"A proxy is reached over http:// or https://, not over {uri.Scheme}://.", nameof(address));
        }

        if (uri.PathAndQuery != "/")
        {
            throw new ArgumentException("The proxy's address has a path; write http://host:port.", nameof(address));
        }

        (string givenUser, string givenPassword) = user.Length > 0 ? (user, password) : Split(uri.UserInfo);
        RequireSendable(givenUser, isUser: true);
        RequireSendable(givenPassword, isUser: false);
        _host = HostName.Parse(uri.DnsSafeHost);
        Port = !uri.IsDefaultPort ? uri.Port : IsSecured ? DefaultSecuredPort : DefaultPort;
        User = givenUser;
        _password = givenPassword;
        _bypass = bypass is null ? [] : [.. bypass];
        Way = new ProxyTunnel(this);
    }

    /// <summary>The proxy's host name or address.</summary>
    public string Host => _host.Text;

    /// <summary>The proxy's port.</summary>
    public int Port { get; }

    /// <summary>The user name, or empty.</summary>
    public string User { get; }

    /// <summary>How long the proxy may take to answer CONNECT, in milliseconds, at least 1; 30,000 at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int TimeLimitMs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 30_000;

    /// <summary>Who may vouch for a proxy that is reached over TLS, besides the system's roots: PEM as in <see cref="SocketTransport.TrustedRootsPem"/>; empty for the system's alone.</summary>
    /// <remarks>The roots, pins and certificates of the transport are not the proxy's: its certificate is verified by these, and for its name.</remarks>
    /// <exception cref="ArgumentException">The text is not such PEM; the message tells which certificate is wrong.</exception>
    public string TrustedRootsPem
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _roots = value.Length == 0 ? null : TrustedRoots.Parse(value, nameof(TrustedRootsPem));
            field = value;
        }
    } = "";

    /// <summary>Whether the proxy is itself reached over TLS.</summary>
    internal bool IsSecured { get; }

    internal HostName HostName => _host;

    /// <summary>The ways through it.</summary>
    internal ProxyWay Way { get; }

    /// <summary>
    /// Takes the proxy that the environment names: <c>https_proxy</c>, <c>HTTPS_PROXY</c>, <c>all_proxy</c> or <c>ALL_PROXY</c>, the first that is set; and <c>no_proxy</c> or
    /// <c>NO_PROXY</c>, a list separated by commas.
    /// </summary>
    /// <returns><see langword="null"/> when it names none.</returns>
    /// <exception cref="ArgumentException">The variable holds no proxy's address.</exception>
    public static HttpProxy? FromEnvironment() => FromVariables(Environment.GetEnvironmentVariable);

    /// <summary>Where the proxy is; never the password.</summary>
    public override string ToString() => _host.Address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ? $"proxy [{Host}]:{Port}" : $"proxy {Host}:{Port}";

    internal static HttpProxy? FromVariables(Func<string, string?> variable)
    {
        string? address = First("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        string[] bypass = (First("no_proxy", "NO_PROXY") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return address is null ? null : new(address, bypass: bypass);

        string? First(params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                if (variable(name) is { Length: > 0 } value)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether a host is reached without the proxy.</summary>
    internal bool IsBypassed(HostName host)
    {
        foreach (string entry in _bypass)
        {
            string name = entry.TrimStart('.');
            bool isBelow = host.Address is null && host.Text.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
            if (entry == "*" || isBelow || host.Text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A handshake with the proxy.</summary>
    internal TlsHandshake CreateHandshake() => new(_host, new(_roots, OnlyRoots: false, Validator: null), pins: null, clientCertificate: null);

    /// <summary>The value of Proxy-Authorization, or <see langword="null"/> without a user name.</summary>
    internal string? CreateAuthorization() =>
        User.Length == 0 ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{_password}"));

    private static (string User, string Password) Split(string userInfo)
    {
        int colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (Uri.UnescapeDataString(userInfo), "")
            : (Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }

    // RFC 7617 §2: no control characters, and no colon in the user name.
    private static void RequireSendable(string text, bool isUser)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c) || (isUser && c == ':'))
            {
                throw new ArgumentException(isUser ? "The proxy's user name holds a colon or a control character." : "The proxy's password holds a control character.");
            }
        }
    }
}
