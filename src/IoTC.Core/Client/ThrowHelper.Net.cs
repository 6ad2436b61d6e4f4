using System;
using System.Threading;
using IoTC.Provisioning;

namespace IoTC;

/// <content>What only .NET's transports can tell, and what the awaited client throws.</content>
internal static partial class ThrowHelper
{
    // DPS takes a certificate only for the registration it names. The hub itself may know the device by its thumbprint, whatever the name.
    static partial void RequireCommonName(IoTCOptions options, ClientCertificate certificate)
    {
        string name = certificate.CommonName;
        if (options.HubHost.Length > 0 || name.Length == 0 || string.Equals(name, options.DeviceId, StringComparison.OrdinalIgnoreCase)) return;
        throw new ArgumentException(
            "The client certificate is for '" + ServerWords.OneLine(name) + "', but the device id is '" + options.DeviceId + "'. DPS wants the two to be the same: set DeviceId, or take the device's own certificate.");
    }

    /// <summary>What the sender of a batch is told: how many of its messages are in the outbox, and why the others are not, or not acknowledged.</summary>
    public static Exception InBatch(Exception cause, int accepted, int total, int firstRefused, CancellationToken cancellationToken)
    {
        string message = accepted == total
            ? $"The outbox took all {total} messages. {cause.Message}"
            : $"The outbox took {accepted} of {total} messages, and number {firstRefused + 1} was the first that it did not take. Those that it took are sent. {cause.Message}";
        return cause is IoTCException failure ? new IoTCException(failure.Error, message) : new OperationCanceledException(message, cause, cancellationToken);
    }

    public static IoTCException ReportedRefused(int status) => new IoTCException(ReportedError(status), DescribeReported(status)) { Status = status };

    private static IoTCError ReportedError(int status)
    {
        switch (status)
        {
            case 0: return IoTCError.TimedOut;
            case 413: return IoTCError.TooLarge;
            case 429: return IoTCError.Throttled;
            default: return status >= 500 ? IoTCError.ServiceUnavailable : IoTCError.BadRequest;
        }
    }

    private static string DescribeReported(int status)
    {
        switch (status)
        {
            case 0: return "The hub did not answer the reported properties within the time limit; whether they were taken is not known.";
            case 400: return "The hub refused the reported properties as malformed (400). Check their names and their nesting.";
            case 413: return "The hub refused the reported properties as too large (413): 32 KB together, 4 KB a value.";
            case 429: return "The hub refused the reported properties because too many came (429). Try again later.";
            default: return "The hub refused the reported properties: status " + status.ToString() + ".";
        }
    }
}
