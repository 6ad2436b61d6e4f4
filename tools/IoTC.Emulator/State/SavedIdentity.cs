namespace IoTC.Emulator.State;

/// <summary>A device without its twin and its messages.</summary>
/// <param name="DeviceId">The Device ID.</param>
/// <param name="Attestation">What it is recognised by.</param>
/// <param name="IsEnabled">Whether it may connect.</param>
/// <param name="ModelId">The model id last announced, or null.</param>
/// <param name="IdScope">The ID Scope of its last registration, or null.</param>
/// <param name="PayloadJson">The custom payload of its last registration, or null.</param>
/// <param name="AssignedHub">The hub that its last registration named, or null for the emulator's.</param>
/// <param name="HasSession">Whether its last connection keeps its session.</param>
/// <param name="MessageQos">The session's subscription to cloud-to-device messages; null for none.</param>
internal sealed record SavedIdentity(
    string DeviceId, SavedAttestation Attestation, bool IsEnabled, string? ModelId, string? IdScope, string? PayloadJson, string? AssignedHub, bool HasSession, int? MessageQos);
