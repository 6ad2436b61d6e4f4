using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator.Certificates;
using IoTC.Emulator.Devices;
using IoTC.Emulator.Files;
using IoTC.Emulator.Hosting;
using IoTC.Emulator.Hub;
using IoTC.Emulator.Provisioning;
using IoTC.Emulator.Rest;
using IoTC.Emulator.Security;
using IoTC.Emulator.Signals;
using IoTC.Emulator.State;

namespace IoTC.Emulator;

/// <summary>Azure on one machine: DPS over HTTPS, the hub over MQTT and TLS, and a service API. Several can run side by side.</summary>
public sealed partial class IoTCEmulator : IAsyncDisposable
{
    private const string DefaultGroup = "default";

    private readonly ChangeFeed _feed = new();
    private readonly EmulatorClock _clock;
    private readonly EmulatorOptions _options;
    private readonly EmulatorCertificates _certificates;
    private readonly DeviceRegistry _devices;
    private readonly ProvisioningService _provisioning;
    private readonly HubServer _hub;
    private readonly EmulatorHost _host;
    private readonly StateStore? _state;

    private IoTCEmulator(EmulatorOptions options, StateStore? state)
    {
        _options = options;
        _state = state;
        GroupKey = SymmetricKey.Validate(options.GroupKey ?? state?.Saved.Groups.FirstOrDefault(group => group.Name == DefaultGroup)?.Key ?? SymmetricKey.Create());
        _clock = new EmulatorClock(options.TimeProvider, options.ClockSkew);
        _certificates = EmulatorCertificates.Open(options);
        _devices = new DeviceRegistry(options, _clock, _feed, state?.Journal);
        _provisioning = new ProvisioningService(options, _clock, _devices, state?.Journal);
        Restore(state?.Saved);
        Faults.Changed += TellFaults;
        _provisioning.Set(new EnrollmentGroup(DefaultGroup, GroupKey));
        var chains = new ClientChains();
        _hub = new HubServer(options, _clock, Faults, new ConnectDesk(options, _clock, _devices, _provisioning, chains));
        var dps = new DpsEndpoint(options, _clock, _provisioning, Faults, chains);
        var files = new FileService(options, _clock);
        var fileEndpoint = new FileEndpoint(options, _clock, _devices, files, Faults, chains);
        var blobEndpoint = new BlobEndpoint(_clock, _devices, files, Faults);
        _host = new EmulatorHost(options, _certificates, _hub, dps, fileEndpoint, blobEndpoint, new ServiceApi(this, _provisioning, _feed), Faults, chains);
    }

    /// <summary>What goes wrong on purpose.</summary>
    public EmulatorFaults Faults { get; } = new();

    /// <summary>The ID Scope that devices name.</summary>
    public string IdScope => _options.IdScope;

    /// <summary>The base64 key of the enrolment group that always exists: any Registration ID may use a key derived from it.</summary>
    public string GroupKey { get; }

    /// <summary>What DPS answers as <c>assignedHub</c>, without a port.</summary>
    public string HubHostName => HubName.WithoutPort(_options.AssignedHub);

    /// <summary>The port of MQTT over TLS.</summary>
    public int HubPort => _host.HubPort;

    /// <summary>The port of DPS over HTTPS.</summary>
    public int DpsPort => _host.DpsPort;

    /// <summary>The hub's HTTPS port: MQTT over WebSocket, file upload and its storage; and DPS, as all of Azure is at 443.</summary>
    public int HubHttpsPort => _host.HubHttpsPort;

    /// <summary>The port of the plain HTTP service API, on loopback.</summary>
    public int RestPort => _host.RestPort;

    /// <summary>The CA that clients must trust, as PEM.</summary>
    public string RootCertificatePem => _certificates.AuthorityPem;

    /// <summary>The CA's file; null unless <see cref="EmulatorOptions.CertificateFolder"/> is set.</summary>
    public string? RootCertificatePath => _certificates.AuthorityPath;

    /// <summary>How far the service's clock is ahead of this machine's: in <c>Date</c> headers and when tokens expire.</summary>
    public TimeSpan ClockSkew
    {
        get => _clock.Skew;
        set
        {
            _clock.Skew = value;
            TellFaults();
        }
    }

    /// <summary>The service's time.</summary>
    public DateTimeOffset UtcNow => _clock.UtcNow;

    /// <summary>Every device the hub knows, by id.</summary>
    public IReadOnlyList<EmulatedDevice> Devices => [.. _devices.All];

    /// <summary>
    /// Runs as long as the emulator writes its state to <see cref="EmulatorOptions.DataFile"/>, and fails when that is no longer possible; null when all is in memory.
    /// </summary>
    public Task? Saving => _state?.Writing;

    /// <summary>Starts an emulator; dispose it to stop.</summary>
    /// <exception cref="System.IO.IOException">A port is taken; or the data file is none, one of a newer emulator, or in use.</exception>
    public static async Task<IoTCEmulator> StartAsync(EmulatorOptions? options = null)
    {
        IoTCEmulator emulator = await CreateAsync(options ?? new EmulatorOptions());
        try
        {
            await emulator._hub.StartAsync();
            await emulator._host.StartAsync();
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Enrols a device individually and gives it a hub identity with the same key.</summary>
    /// <param name="deviceId">Both Registration ID and Device ID.</param>
    /// <param name="primaryKey">A base64 key; when null, that of the identity the hub has already, or a new one.</param>
    public EmulatedDevice AddDevice(string deviceId, string? primaryKey = null)
    {
        string key = primaryKey ?? (FindDevice(deviceId)?.PrimaryKey is { Length: > 0 } known ? known : SymmetricKey.Create());
        Enrollment enrollment = AddEnrollment(new Enrollment { RegistrationId = deviceId, PrimaryKey = key });
        return _devices.GetOrAdd(deviceId, enrollment.Attestation);
    }

    /// <summary>Enrols a device, or replaces its enrolment; the hub knows it only after its first registration.</summary>
    /// <exception cref="ArgumentException">The Registration ID is none, or the certificate cannot be read.</exception>
    public Enrollment AddEnrollment(Enrollment enrollment)
    {
        if (!RegistrationId.IsValid(enrollment.RegistrationId))
        {
            throw new ArgumentException($"'{enrollment.RegistrationId}' is no Registration ID.", nameof(enrollment));
        }

        _ = enrollment.Attestation;   // a certificate that is none is told now
        _provisioning.Set(enrollment);
        return enrollment;
    }

    /// <summary>Serves another ID Scope as well, with the same enrolments: where devices move to.</summary>
    /// <param name="idScope">For instance <c>0ne00E0000B</c>.</param>
    public void AddIdScope(string idScope) => _provisioning.AddIdScope(idScope);

    /// <summary>Removes an individual enrolment; the hub's identity stays.</summary>
    public bool RemoveEnrollment(string registrationId) => _provisioning.Remove(registrationId);

    /// <summary>Removes the default group, so that only individual enrolments are left.</summary>
    public bool RemoveDefaultGroup() => _provisioning.RemoveGroup(DefaultGroup);

    /// <summary>A device the hub knows.</summary>
    /// <exception cref="KeyNotFoundException">It was not added, and has not registered yet.</exception>
    public EmulatedDevice Device(string deviceId) => FindDevice(deviceId) ?? throw new KeyNotFoundException($"The hub knows no device '{deviceId}'.");

    /// <summary>A device the hub knows, or null.</summary>
    public EmulatedDevice? FindDevice(string deviceId) => _devices.Find(deviceId);

    /// <summary>The key that a device of the default group uses.</summary>
    public string DeriveDeviceKey(string registrationId) => SymmetricKey.Derive(GroupKey, registrationId);

    /// <summary>Completes when what has changed so far is in the data file: a kill does not lose it any more. At once when all is in memory.</summary>
    /// <exception cref="System.IO.IOException">The data file could not be written, now or earlier.</exception>
    public Task FlushAsync() => _state?.FlushAsync() ?? Task.CompletedTask;

    /// <summary>Stops; what has changed is in the data file then.</summary>
    /// <exception cref="System.IO.IOException">The data file could not be written, now or earlier.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _feed.Complete();
            foreach (EmulatedDevice device in _devices.All.ToList())
            {
                device.Connection?.Abort("the emulator stops");
            }

            await _hub.StopAsync();
            await _host.DisposeAsync();
            _hub.Dispose();
            _certificates.Dispose();
        }
        finally
        {
            await (_state?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private void TellFaults() => _feed.Tell(ChangeKind.Faults);

    private static async Task<IoTCEmulator> CreateAsync(EmulatorOptions options)
    {
        StateStore? state = options.DataFile is { } file ? StateStore.Open(file, Math.Min(options.DataFileTelemetry, options.TelemetryHistory)) : null;
        try
        {
            return new IoTCEmulator(options, state);
        }
        catch when (state is not null)
        {
            await state.DisposeAsync();
            throw;
        }
    }

    private void Restore(SavedState? saved)
    {
        if (saved is null)
        {
            return;
        }

        _provisioning.Restore(saved);
        foreach (SavedDevice device in saved.Devices)
        {
            _devices.Restore(device);
        }
    }
}
