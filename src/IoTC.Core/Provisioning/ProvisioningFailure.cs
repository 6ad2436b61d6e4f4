using System;
using IoTC.Security;
using IoTC.Transport;

namespace IoTC.Provisioning;

/// <summary>Why a registration failed: the kind for the program, one sentence for people. Never a key, never a token.</summary>
internal sealed partial class ProvisioningFailure
{
    /// <summary>The kinds of failure.</summary>
    internal enum FailureKind : byte
    {
        None,
        Transport,
        TimedOut,
        BadResponse,
        Unauthorized,
        NotFound,
        BadRequest,
        Throttled,
        Unavailable,
        Disabled,
        Failed,
        Signer,
    }

    public FailureKind Kind { get; private set; }

    /// <summary>The transport's status, when it is that which failed.</summary>
    public int TransportStatus { get; private set; }

    public string Message { get; private set; } = "";

    /// <summary>What failed has passed.</summary>
    public void Clear()
    {
        Kind = FailureKind.None;
        Message = "";
    }

    public void SetTransport(ProvisioningOptions options, int status, string detail)
    {
        Kind = FailureKind.Transport;
        TransportStatus = status;
        string what = Transport.TransportStatus.Describe(status);
        Message = "DPS at " + options.Host + ":" + options.Port.ToString() + " cannot be used: " + what + (detail.Length == 0 ? "." : " (" + detail + ").");
    }

    public void SetSigner(Exception exception)
    {
        Kind = FailureKind.Signer;
        Message = SignerFailure.Describe(exception);
    }

    public void SetTimeout(ProvisioningOptions options, bool isPausing)
    {
        if (isPausing && Kind != FailureKind.None) return;
        Kind = FailureKind.TimedOut;
        Message = isPausing
            ? "DPS at " + options.Host + " has not assigned " + options.RegistrationId + " to a hub within the time limit. Check the allocation policy, or raise ProvisioningTimeoutMs."
            : "DPS at " + options.Host + ":" + options.Port.ToString() + " did not answer within the time limit. Check the network, or raise ProvisioningResponseTimeoutMs.";
    }

    public void SetBadResponse(ProvisioningOptions options, string reason)
    {
        Kind = FailureKind.BadResponse;
        Message = "DPS at " + options.Host + ":" + options.Port.ToString() + " answered with something else than a registration (" + reason + "). Check that ProvisioningHost names a DPS endpoint and that no proxy answers for it.";
    }

    public void SetTerminal(ProvisioningOptions options, RegistrationResult result)
    {
        bool isDisabled = result.Status == RegistrationStatus.Disabled;
        Kind = isDisabled ? FailureKind.Disabled : FailureKind.Failed;
        Message = "DPS did not assign registration " + options.RegistrationId + Codes(options, 0, result) + ": "
            + (isDisabled ? "the enrolment is disabled. Enable it, or the device in IoT Central." : "the assignment failed. Check the enrolment's hub and its allocation policy.");
    }

    public void SetRefusal(ProvisioningOptions options, int httpStatus, RegistrationResult result)
    {
        string remedy;
        switch (httpStatus)
        {
            case 401:
            case 403:
                Kind = FailureKind.Unauthorized;
                remedy = options.Signer == null
                    ? "the certificate does not match the enrolment."
                    : "the key does not match the enrolment. Check that a group key was passed as GroupKey, a device key as DeviceKey.";
                break;
            case 404:
                Kind = FailureKind.NotFound;
                remedy = "there is no such id scope or no enrolment for this registration id. Check both for spelling.";
                break;
            case 429:
                Kind = FailureKind.Throttled;
                remedy = "too many registrations at once. Try again later.";
                break;
            default:
                bool isServer = httpStatus >= 500;
                Kind = isServer ? FailureKind.Unavailable : FailureKind.BadRequest;
                remedy = isServer ? "the service is not available now. Try again later." : "the request was not accepted. Check the device id, the model id and ProvisioningApiVersion.";
                break;
        }

        Message = "DPS refused registration " + options.RegistrationId + Codes(options, httpStatus, result) + ": " + remedy;
    }

    private static string Codes(ProvisioningOptions options, int httpStatus, RegistrationResult result)
    {
        string codes = result.ErrorCode != 0 ? result.ErrorCode.ToString() : httpStatus != 0 ? "HTTP " + httpStatus.ToString() : "";
        if (result.TrackingId.Length > 0) codes += (codes.Length == 0 ? "" : ", ") + "tracking id " + ServerWords.OneLine(result.TrackingId);
        if (result.ErrorMessage.Length > 0) codes += (codes.Length == 0 ? "" : ", ") + ServerWords.OneLine(result.ErrorMessage);
        return " in scope " + options.IdScope + (codes.Length == 0 ? "" : " (" + codes + ")");
    }
}
