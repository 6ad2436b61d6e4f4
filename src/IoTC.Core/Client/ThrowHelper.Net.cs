namespace IoTC;

/// <content>What the awaited client throws; on a board the hub's status is told to a handler.</content>
internal static partial class ThrowHelper
{
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
