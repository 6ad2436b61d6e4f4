using IoTC.Emulator.Provisioning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Rest;

/// <summary>The service side over plain HTTP: an operator's tool, on loopback, without keys.</summary>
internal sealed class ServiceApi(IoTCEmulator emulator, ProvisioningService provisioning)
{
    public void Map(IApplicationBuilder application)
    {
        _ = provisioning;
        application.Run(context => context.Response.WriteAsync(emulator.IdScope));
    }
}
