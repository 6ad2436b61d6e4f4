using System;
using System.Globalization;
using System.Text.Json.Nodes;
using IoTC.Emulator.Json;

namespace IoTC.Emulator.Provisioning;

/// <summary>An error as DPS words it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The six-digit code in the body and in <c>x-ms-error-code</c>.</param>
/// <param name="Message">The text.</param>
internal sealed record DpsError(int Status, int Code, string Message)
{
    public static readonly DpsError BadRequest = new(400, 400004, "Bad request");
    public static readonly DpsError InvalidRegistrationId = new(400, 400209, "Invalid registration id");
    public static readonly DpsError MissingApiVersion = new(400, 400001, "api-version is missing");
    public static readonly DpsError Unauthorized = new(401, 401002, "Unauthorized");
    public static readonly DpsError UnknownScope = new(404, 404201, "IdScope not found");
    public static readonly DpsError UnknownEnrollment = new(404, 404202, "Enrollment not found");
    public static readonly DpsError UnknownRegistration = new(404, 404204, "Registration not found");
    public static readonly DpsError UnknownOperation = new(404, 404205, "Operation not found");
    public static readonly DpsError MethodNotAllowed = new(405, 405001, "Method not allowed");
    public static readonly DpsError UnsupportedMediaType = new(415, 415001, "Unsupported media type");

    /// <summary>The error that a bare HTTP status stands for.</summary>
    public static DpsError ForStatus(int status) => status switch
    {
        400 => BadRequest,
        401 => Unauthorized,
        404 => UnknownEnrollment,
        429 => new DpsError(429, 429001, "Operations are being throttled for this tenant"),
        _ => new DpsError(status, (status * 1000) + 1, status >= 500 ? "Internal server error" : "Refused"),
    };

    public string ToJson(DateTimeOffset now, bool nested)
    {
        string json = JsonText.Write(new JsonObject
        {
            ["errorCode"] = Code,
            ["trackingId"] = Guid.NewGuid().ToString(),
            ["message"] = Message,
            ["timestampUtc"] = now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        });
        return nested ? JsonText.Write(new JsonObject { [nameof(Message)] = json }) : json;
    }
}
