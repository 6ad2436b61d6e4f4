using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using IoTC.Emulator.Devices;
using IoTC.Emulator.Json;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.Provisioning;

/// <summary>Enrolments and registrations; knows nothing of HTTP.</summary>
internal sealed class ProvisioningService(EmulatorOptions options, EmulatorClock clock, DeviceRegistry devices)
{
    private readonly ConcurrentDictionary<string, Enrollment> _enrollments = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, EnrollmentGroup> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegistrationOperation> _operations = new(StringComparer.OrdinalIgnoreCase);   // the last of each device

    private readonly ConcurrentDictionary<string, bool> _idScopes = new([KeyValuePair.Create(options.IdScope, true)], StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Enrollment> Enrollments => _enrollments.Values.OrderBy(enrollment => enrollment.RegistrationId, StringComparer.Ordinal);

    public IEnumerable<EnrollmentGroup> Groups => _groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal);

    public void AddIdScope(string idScope) => _idScopes[idScope] = true;

    public void Set(Enrollment enrollment) => _enrollments[enrollment.RegistrationId] = enrollment;

    public void Set(EnrollmentGroup group) => _groups[group.Name] = group;

    public Enrollment? Find(string registrationId) => _enrollments.GetValueOrDefault(registrationId);

    public bool Remove(string registrationId) => _enrollments.TryRemove(registrationId, out _);

    public bool RemoveGroup(string name) => _groups.TryRemove(name, out _);

    /// <summary>Finds who vouches for a request: its individual enrolment, else the group whose key signed.</summary>
    public DpsError? Authorize(DpsRequest request, Evidence evidence, out Grant? grant)
    {
        grant = null;
        if (!_idScopes.ContainsKey(request.IdScope))
        {
            return DpsError.UnknownScope;
        }

        if (!RegistrationId.IsValid(request.RegistrationId))
        {
            return DpsError.InvalidRegistrationId;
        }

        List<Grant> candidates = FindCandidates(request.RegistrationId);
        if (candidates.Count == 0)
        {
            return DpsError.UnknownEnrollment;
        }

        Grant? accepted = candidates.FirstOrDefault(
            candidate => candidate.Attestation.Verify(evidence, request.IsResource, clock.UtcNow, out _) == AttestationResult.Accepted);
        grant = accepted is null ? null : accepted with { Attestation = accepted.Attestation.ForHub(evidence), IdScope = request.IdScope };
        return grant is null ? DpsError.Unauthorized : null;
    }

    /// <summary>Starts a registration: 202, to be polled; or what is wrong with the body.</summary>
    public DpsReply Register(string registrationId, Grant grant, ReadOnlySpan<byte> json)
    {
        RegistrationBody? body = RegistrationBody.TryParse(json);
        if (body is null || (body.RegistrationId is { } id && !string.Equals(id, registrationId, StringComparison.OrdinalIgnoreCase)))
        {
            return DpsError.BadRequest;
        }

        string result = Conclude(registrationId, grant, body);
        var operation = new RegistrationOperation(options.AssigningPolls, result);
        _operations[registrationId] = operation;
        return UnderWay(operation);
    }

    /// <summary>202 as long as the registration takes, then its result; only the device's latest operation is known.</summary>
    public DpsReply Poll(string registrationId, string operationId)
    {
        if (!_operations.TryGetValue(registrationId, out RegistrationOperation? operation) || operation.Id != operationId)
        {
            return DpsError.UnknownOperation;
        }

        if (!operation.Poll())
        {
            return UnderWay(operation);
        }

        JsonNode state = JsonNode.Parse(operation.ResultJson)!;
        var result = new JsonObject { ["operationId"] = operation.Id, ["status"] = state["status"]!.GetValue<string>(), ["registrationState"] = state };
        return new DpsReply(200, JsonText.Write(result));
    }

    /// <summary>The last registration's <c>registrationState</c>.</summary>
    public DpsReply LookUp(string registrationId) =>
        _operations.TryGetValue(registrationId, out RegistrationOperation? operation) ? new DpsReply(200, operation.ResultJson) : DpsError.UnknownRegistration;

    private DpsReply UnderWay(RegistrationOperation operation)
    {
        var body = new JsonObject { ["operationId"] = operation.Id, ["status"] = options.AssigningStatus };
        return new DpsReply(202, JsonText.Write(body), options.RetryAfterSeconds, operation.Id);
    }

    private List<Grant> FindCandidates(string registrationId) =>
        Find(registrationId) is { } enrollment
            ? [new Grant(enrollment.Attestation, enrollment, null)]
            : [.. _groups.Values.Select(group => new Grant(group.AttestationFor(registrationId), null, group))];

    private string Conclude(string registrationId, Grant grant, RegistrationBody body)
    {
        Enrollment? enrollment = grant.Enrollment;
        string now = clock.UtcNow.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        RegistrationOutcome outcome = enrollment?.Outcome ?? RegistrationOutcome.Assigned;
        var state = new JsonObject { ["registrationId"] = registrationId, ["createdDateTimeUtc"] = now };
        if (outcome == RegistrationOutcome.Assigned)
        {
            EmulatedDevice device = devices.GetOrAdd(enrollment?.DeviceId ?? enrollment?.RegistrationId ?? registrationId, grant.Attestation);
            device.Attestation = grant.Attestation;
            device.IdScope = grant.IdScope;
            device.ModelId = body.ModelId ?? device.ModelId;
            device.ProvisioningPayloadJson = body.PayloadJson;
            device.AssignedHub = enrollment?.AssignedHub;
            state["assignedHub"] = device.AssignedHub ?? options.AssignedHub;
            state["deviceId"] = device.DeviceId;
            state["substatus"] = "initialAssignment";
        }
        else
        {
            state["errorCode"] = enrollment!.ErrorCode != 0 ? enrollment.ErrorCode : outcome == RegistrationOutcome.Disabled ? 403001 : 500001;
            state["errorMessage"] = enrollment.ErrorMessage ?? (outcome == RegistrationOutcome.Disabled ? "The enrollment is disabled." : "The registration failed.");
        }

        state["status"] = outcome.ToString().ToLowerInvariant();
        state["lastUpdatedDateTimeUtc"] = now;
        state["etag"] = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        if (enrollment?.PayloadJson is { } payload)
        {
            state["payload"] = JsonNode.Parse(payload);
        }

        JsonObject attestation = grant.Group is { } group ? new JsonObject { ["enrollmentGroupId"] = group.Name } : [];
        state[grant.Attestation is ThumbprintAttestation ? "x509" : "symmetricKey"] = attestation;
        return JsonText.Write(state);
    }
}
