using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using IoTC.Emulator.Devices;
using IoTC.Emulator.Json;
using IoTC.Emulator.Security;
using IoTC.Emulator.State;

namespace IoTC.Emulator.Provisioning;

/// <summary>Enrolments and registrations; knows nothing of HTTP.</summary>
/// <param name="options">How it answers.</param>
/// <param name="clock">The service's time.</param>
/// <param name="devices">The hub's identities.</param>
/// <param name="journal">Told of each change; null when nothing is kept.</param>
internal sealed class ProvisioningService(EmulatorOptions options, EmulatorClock clock, DeviceRegistry devices, StateJournal? journal)
{
    private readonly Lock _gate = new();   // the order of changes
    private readonly ConcurrentDictionary<string, Enrollment> _enrollments = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, EnrollmentGroup> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegistrationOperation> _operations = new(StringComparer.OrdinalIgnoreCase);   // the last of each device

    private readonly ConcurrentDictionary<string, bool> _idScopes = new([KeyValuePair.Create(options.IdScope, true)], StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Enrollment> Enrollments => _enrollments.Values.OrderBy(enrollment => enrollment.RegistrationId, StringComparer.Ordinal);

    public IEnumerable<EnrollmentGroup> Groups => _groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal);

    public void AddIdScope(string idScope)
    {
        lock (_gate)
        {
            _idScopes[idScope] = true;
            journal?.Add(tables => tables.AddIdScope(idScope));
        }
    }

    public void Set(Enrollment enrollment)
    {
        lock (_gate)
        {
            _enrollments[enrollment.RegistrationId] = enrollment;
            Watch(enrollment);
            Save(enrollment);
        }
    }

    public void Set(EnrollmentGroup group)
    {
        lock (_gate)
        {
            _groups[group.Name] = group;
            journal?.Add(tables => tables.SetGroup(group));
        }
    }

    public Enrollment? Find(string registrationId) => _enrollments.GetValueOrDefault(registrationId);

    public bool Remove(string registrationId)
    {
        lock (_gate)
        {
            journal?.Add(tables => tables.DeleteEnrollment(registrationId));
            return _enrollments.TryRemove(registrationId, out _);
        }
    }

    public bool RemoveGroup(string name)
    {
        lock (_gate)
        {
            journal?.Add(tables => tables.DeleteGroup(name));
            return _groups.TryRemove(name, out _);
        }
    }

    /// <summary>Takes what the data file held; called before anybody else knows the service. A registration under way then is over now.</summary>
    public void Restore(SavedState saved)
    {
        foreach (string idScope in saved.IdScopes)
        {
            _idScopes[idScope] = true;
        }

        foreach (EnrollmentGroup group in saved.Groups)
        {
            _groups[group.Name] = group;
        }

        foreach (Enrollment enrollment in saved.Enrollments)
        {
            _enrollments[enrollment.RegistrationId] = enrollment;
            Watch(enrollment);
        }

        foreach (SavedRegistration registration in saved.Registrations)
        {
            _operations[registration.RegistrationId] = new RegistrationOperation(0, registration.ResultJson) { Id = registration.OperationId };
        }
    }

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
        lock (_gate)
        {
            _operations[registrationId] = operation;
            journal?.Add(tables => tables.SetRegistration(new SavedRegistration(registrationId, operation.Id, result)));
        }

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

    private void Watch(Enrollment enrollment)
    {
        if (journal is not null)
        {
            enrollment.Changed -= Save;   // one that is set again
            enrollment.Changed += Save;
        }
    }

    private void Save(Enrollment enrollment)
    {
        lock (_gate)
        {
            if (Find(enrollment.RegistrationId) == enrollment)
            {
                journal?.Add(tables => tables.SetEnrollment(enrollment));
            }
        }
    }

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
            device.Register(grant.Attestation, grant.IdScope, body.ModelId, body.PayloadJson, enrollment?.AssignedHub);
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
