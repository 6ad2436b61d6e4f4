using System;
using System.Net;
using System.Security.Authentication;
using System.Threading.Tasks;
using IoTC.Emulator.Certificates;
using IoTC.Emulator.Faults;
using IoTC.Emulator.Files;
using IoTC.Emulator.Hub;
using IoTC.Emulator.Provisioning;
using IoTC.Emulator.Rest;
using IoTC.Emulator.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace IoTC.Emulator.Hosting;

/// <summary>The one Kestrel with its listeners: the hub's MQTT, DPS, the hub's HTTPS, and the service API. It logs nothing.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    private const string WebSocketPath = "/$iothub/websocket";

    private static readonly object ServiceKey = new();

    private readonly WebApplication _application;
    private ListenOptions? _hub;
    private ListenOptions? _dps;
    private ListenOptions? _https;
    private ListenOptions? _rest;

    public EmulatorHost(
        EmulatorOptions options, EmulatorCertificates certificates, HubServer hub, DpsEndpoint dps, FileEndpoint files, BlobEndpoint blobs, ServiceApi rest, EmulatorFaults faults, ClientChains chains)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Listen(kestrel, options.BindAddress, options.HubPort, listen =>
            {
                _hub = listen;
                Secure(listen, certificates, chains, faults.HubTls);
                listen.Run(hub.Listener.RunAsync);
            });
            Listen(kestrel, options.BindAddress, options.DpsPort, listen =>
            {
                _dps = listen;
                Secure(listen, certificates, chains, faults.DpsTls);
            });
            Listen(kestrel, options.BindAddress, options.HubHttpsPort, listen =>
            {
                _https = listen;
                Secure(listen, certificates, chains, faults.HubTls);
            });
            Listen(kestrel, IPAddress.Loopback, options.RestPort, listen =>
            {
                _rest = listen;
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    connection.Items[ServiceKey] = true;
                    return next(connection);
                });
            });
        });
        _application = builder.Build();
        _application.MapWhen(IsService, rest.Map);
        _application.UseWebSockets();
        _application.MapWhen(context => context.Request.Path == WebSocketPath, branch => branch.Run(hub.Listener.RunAsync));
        _application.MapWhen(context => FileEndpoint.Serves(context.Request.Path), branch => branch.Run(files.HandleAsync));
        _application.MapWhen(context => BlobEndpoint.Serves(context.Request.Path), branch => branch.Run(blobs.HandleAsync));
        _application.Run(dps.HandleAsync);
    }

    public int HubPort => _hub!.IPEndPoint!.Port;

    public int DpsPort => _dps!.IPEndPoint!.Port;

    public int HubHttpsPort => _https!.IPEndPoint!.Port;

    public int RestPort => _rest!.IPEndPoint!.Port;

    public Task StartAsync() => _application.StartAsync();

    public async ValueTask DisposeAsync()
    {
        using var limit = new System.Threading.CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }

    // By listener, not by number: another address may use the same port.
    private static bool IsService(HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(ServiceKey) == true;

    // A fixed port listens on ::1 as well, which some clients try first for "localhost"; a free port can only be had for one of the two.
    private static void Listen(KestrelServerOptions kestrel, IPAddress address, int port, Action<ListenOptions> configure)
    {
        if (port != 0 && address.Equals(IPAddress.Loopback))
        {
            kestrel.ListenLocalhost(port, configure);
        }
        else
        {
            kestrel.Listen(address, port, configure);
        }
    }

    private static void Secure(ListenOptions listen, EmulatorCertificates certificates, ClientChains chains, FaultCounter refusals)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            if (refusals.TryTake())
            {
                connection.Abort(new ConnectionAbortedException("refused by a fault"));
                return Task.CompletedTask;
            }

            return next(connection);
        });
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificates.Server,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            // Requested, never required; judged by the enrolment, not by TLS.
            ClientCertificateValidation = (certificate, chain, _) =>
            {
                chains.Remember(certificate, chain);
                return true;
            },
            OnAuthenticate = (_, tls) => tls.ApplicationProtocols = null,
        });
    }
}
