using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using IoTC.Emulator.Certificates;
using IoTC.Emulator.Json;
using IoTC.Emulator.Provisioning;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.Rest;

/// <summary><c>/enrollments</c> and <c>/enrollmentGroups</c>: what DPS accepts.</summary>
internal static class EnrollmentRoutes
{
    public static IEnumerable<RestRoute> Create(IoTCEmulator emulator, ProvisioningService provisioning) =>
    [
        new("GET", "/enrollments", _ => RestResult.Ok(new JsonArray([.. provisioning.Enrollments.Select(Describe)]))),
        new("POST", "/enrollments", request => Put(emulator, request, request.Text("registrationId") ?? "")),
        new("GET", "/enrollments/{id}", request => provisioning.Find(request.Id) is { } enrollment ? RestResult.Ok(Describe(enrollment)) : NotFound(request)),
        new("PUT", "/enrollments/{id}", request => Put(emulator, request, request.Id)),
        new("DELETE", "/enrollments/{id}", request => provisioning.Remove(request.Id) ? RestResult.Done : NotFound(request)),
        new("GET", "/enrollmentGroups", _ => RestResult.Ok(new JsonArray([.. provisioning.Groups.Select(Describe)]))),
        new("PUT", "/enrollmentGroups/{id}", request => PutGroup(provisioning, request)),
        new("DELETE", "/enrollmentGroups/{id}", request => provisioning.RemoveGroup(request.Id) ? RestResult.Done : NotFound(request)),
    ];

    private static RestResult Put(IoTCEmulator emulator, RestRequest request, string registrationId)
    {
        var enrollment = new Enrollment
        {
            RegistrationId = registrationId,
            DeviceId = request.Text("deviceId"),
            PrimaryKey = Key(request),
            CertificatePem = request.Text("attestation", "x509", "clientCertificates", "primary", "certificate"),
            SecondaryCertificatePem = request.Text("attestation", "x509", "clientCertificates", "secondary", "certificate"),
            PayloadJson = JsonText.WriteOrNull(request.Body["payload"]),
            AssignedHub = request.Text("iotHubHostName"),
            Outcome = request.Text("provisioningStatus") == "disabled" ? RegistrationOutcome.Disabled : RegistrationOutcome.Assigned,
        };
        return RestResult.Ok(Describe(emulator.AddEnrollment(enrollment)));
    }

    private static RestResult PutGroup(ProvisioningService provisioning, RestRequest request)
    {
        string? authority = request.Text("attestation", "x509", "signingCertificates", "primary", "certificate");
        EnrollmentGroup group = authority is null ? new(request.Id, Key(request)) : new(request.Id, null, CertificateText.Parse(authority));
        provisioning.Set(group);
        return RestResult.Ok(Describe(group));
    }

    private static string Key(RestRequest request) => SymmetricKey.Validate(request.Text("attestation", "symmetricKey", "primaryKey") ?? SymmetricKey.Create());

    private static JsonNode Describe(Enrollment enrollment) => new JsonObject
    {
        ["registrationId"] = enrollment.RegistrationId,
        ["deviceId"] = enrollment.DeviceId ?? enrollment.RegistrationId,
        ["provisioningStatus"] = enrollment.Outcome == RegistrationOutcome.Disabled ? "disabled" : "enabled",
        ["iotHubHostName"] = enrollment.AssignedHub,
        ["attestation"] = enrollment.CertificatePem is { } pem ? Attestation("clientCertificates", CertificateText.Parse(pem)) : Attestation(enrollment.PrimaryKey),
    };

    private static JsonNode Describe(EnrollmentGroup group) =>
        new JsonObject { ["enrollmentGroupId"] = group.Name, ["attestation"] = group.Authority is { } ca ? Attestation("signingCertificates", ca) : Attestation(group.Key!) };

    // As the service shows them: what is known about the certificate, not the certificate.
    private static JsonObject Attestation(string kind, X509Certificate2 certificate) => new()
    {
        ["type"] = "x509",
        ["x509"] = new JsonObject
        {
            [kind] = new JsonObject
            {
                ["primary"] = new JsonObject
                {
                    ["info"] = new JsonObject
                    {
                        ["subjectName"] = certificate.Subject,
                        ["issuerName"] = certificate.Issuer,
                        ["sha1Thumbprint"] = certificate.GetCertHashString(HashAlgorithmName.SHA1),
                        ["sha256Thumbprint"] = certificate.GetCertHashString(HashAlgorithmName.SHA256),
                        ["notBeforeUtc"] = certificate.NotBefore.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
                        ["notAfterUtc"] = certificate.NotAfter.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
                        ["serialNumber"] = certificate.SerialNumber,
                        ["version"] = certificate.Version,
                    },
                },
            },
        },
    };

    private static JsonObject Attestation(string key) =>
        new() { ["type"] = "symmetricKey", ["symmetricKey"] = new JsonObject { ["primaryKey"] = key, ["secondaryKey"] = key } };

    private static RestResult NotFound(RestRequest request) => RestResult.Error(404, "EnrollmentNotFound", $"No enrollment '{request.Id}'.");
}
