using IoTC.Provisioning;
using IoTC.Security;
using IoTC.Transport;

namespace IoTC.Nano.Tests;

/// <summary>The registration with DPS as a state machine: no transport, no clock, bytes in and out.</summary>
internal static class ProvisioningTests
{
    private const string Assigned = "{\"operationId\":\"op1\",\"status\":\"assigned\",\"registrationState\":{\"assignedHub\":\"hub.example\",\"deviceId\":\"dev1\",\"status\":\"assigned\"}}";

    public static void Run(Check check)
    {
        check.Test("dps: the request is exact", RequestIsExact);
        check.Test("dps: assigned at once", () => Ends(200, Assigned, ProvisioningAction.Succeeded, ProvisioningFailure.FailureKind.None));
        check.Test("dps: assigned after a poll", AssignedAfterPoll);
        check.Test("dps: a wrong key", () => Ends(401, "{\"errorCode\":401002,\"message\":\"Unauthorized\"}", ProvisioningAction.Failed, ProvisioningFailure.FailureKind.Unauthorized));
        check.Test("dps: an unknown enrolment", () => Ends(404, "{\"errorCode\":404201}", ProvisioningAction.Failed, ProvisioningFailure.FailureKind.NotFound));
        check.Test("dps: something else than JSON", () => Ends(200, "<html>", ProvisioningAction.Failed, ProvisioningFailure.FailureKind.BadResponse));
        check.Test("dps: the connection fails", ConnectionFails);
        check.Test("dps: no answer in time", NoAnswer);
    }

    private static void RequestIsExact()
    {
        string request = Request(Begin());
        Check.That(request.IndexOf("PUT /0ne1/registrations/dev1/register?api-version=2021-06-01 HTTP/1.1\r\nHost: dps.example\r\n") == 0, request);
        Check.Has(request, "Authorization: SharedAccessSignature sr=0ne1%2Fregistrations%2Fdev1&sig=");
        Check.Has(request, "&se=1700003600&skn=registration\r\n");
        Check.Has(request, "\r\n\r\n{\"registrationId\":\"dev1\"}");
    }

    private static void Ends(int status, string body, ProvisioningAction action, ProvisioningFailure.FailureKind kind)
    {
        ProvisioningSession session = Begin();
        Request(session);
        Answer(session, status, body, 1000);
        Check.That(session.TakeAction() == action, session.Failure.Message);
        Check.That(session.Failure.Kind == kind, session.Failure.Message);
        if (action == ProvisioningAction.Failed) Check.That(session.Failure.Message.Length > 0, "no message");
        else Check.Equal("hub.example", session.Result.AssignedHub);
    }

    private static void AssignedAfterPoll()
    {
        ProvisioningSession session = Begin();
        Request(session);
        Answer(session, 202, "{\"operationId\":\"op1\",\"status\":\"assigning\"}", 1000);
        long due = session.NextDeadlineMs;
        Check.That(due > 1000 && due < 10000, "the pause is " + due.ToString());
        session.HandleTimeout(due, 1700000000);
        Check.That(Request(session).IndexOf("GET /0ne1/registrations/dev1/operations/op1?api-version=2021-06-01 HTTP/1.1\r\n") == 0, "it does not poll");
        Answer(session, 200, Assigned, due + 10);
        Check.That(session.TakeAction() == ProvisioningAction.Succeeded, session.Failure.Message);
    }

    private static void ConnectionFails()
    {
        ProvisioningSession session = Create();
        session.Start(0);
        session.TakeAction();
        session.HandleTransportFailed(TransportStatus.CertificateNotYetValid, "the clock is before 2021", 10, 0);
        Check.That(session.TakeAction() == ProvisioningAction.Failed, "it goes on");
        Check.Has(session.Failure.Message, "the clock is before 2021");
    }

    private static void NoAnswer()
    {
        ProvisioningSession session = Begin();
        Request(session);
        session.HandleTimeout(session.NextDeadlineMs, 1700000000);
        Check.That(session.TakeAction() == ProvisioningAction.Failed, "it goes on");
        Check.That(session.Failure.Kind == ProvisioningFailure.FailureKind.TimedOut, session.Failure.Message);
    }

    private static ProvisioningSession Create()
    {
        SymmetricKeySigner.TryCreate("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", out SymmetricKeySigner? signer);
        return new ProvisioningSession(new ProvisioningOptions
        {
            Host = "dps.example",
            Port = 443,
            IdScope = "0ne1",
            RegistrationId = "dev1",
            ApiVersion = "2021-06-01",
            Signer = signer,
            TokenLifetimeSeconds = 3600,
            TimeoutMs = 120000,
            ResponseTimeoutMs = 30000,
            MinDelayMs = 1000,
        });
    }

    private static ProvisioningSession Begin()
    {
        ProvisioningSession session = Create();
        session.Start(0);
        Check.That(session.TakeAction() == ProvisioningAction.Open, "it does not open");
        session.HandleOpened(0, 1700000000);
        return session;
    }

    private static string Request(ProvisioningSession session)
    {
        Check.That(session.TryGetOutput(out byte[] buffer, out int offset, out int count), "nothing is sent");
        string text = Check.Text(buffer, offset, count);
        session.AdvanceOutput(count);
        return text;
    }

    private static void Answer(ProvisioningSession session, int status, string body, long nowMs)
    {
        byte[] bytes = Check.Utf8("HTTP/1.1 " + status.ToString() + " X\r\nContent-Length: " + body.Length.ToString() + "\r\n\r\n" + body);
        for (int i = 0; i < bytes.Length; i++)
        {
            session.GetReceiveWindow(out byte[] buffer, out int offset, out _);
            buffer[offset] = bytes[i];
            session.CommitReceived(1, nowMs, 1700000000);
        }
    }
}
