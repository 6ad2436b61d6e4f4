using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.BadInput;

/// <summary>Each status that DPS refuses with, and what a person reads of it.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class DpsStatusTests(ClientKind kind) : DeviceFixture(kind)
{
    [TestCase(400, IoTCError.BadRequest, "400004", "the request was not accepted. Check the device id, the model id and ProvisioningApiVersion.")]
    [TestCase(401, IoTCError.WrongKey, "401002", "the key does not match the enrolment.")]
    [TestCase(403, IoTCError.WrongKey, "403001", "the key does not match the enrolment.")]
    [TestCase(404, IoTCError.UnknownDevice, "404202", "there is no such id scope or no enrolment for this registration id.")]
    [TestCase(409, IoTCError.BadRequest, "409001", "the request was not accepted.")]
    [TestCase(412, IoTCError.BadRequest, "412001", "the request was not accepted.")]
    [TestCase(415, IoTCError.BadRequest, "415001", "the request was not accepted.")]
    [TestCase(429, IoTCError.Throttled, "429001", "too many registrations at once. Try again later.")]
    [TestCase(500, IoTCError.ServiceUnavailable, "500001", "the service is not available now. Try again later.")]
    [TestCase(503, IoTCError.ServiceUnavailable, "503001", "the service is not available now. Try again later.")]
    public async Task A_refusal_is_named(int status, IoTCError error, string code, string words)
    {
        Azure.Faults.NextDps(DpsFault.Status(status), int.MaxValue);
        IoTCOptions options = Options();
        options.ProvisioningTimeoutMs = 1500;
        IoTCException failure = await FailAsync(options);
        Expect.Failure(failure, options, error, $"DPS refused registration {Id} in scope {Azure.IdScope} ({code}, tracking id", words);
    }

    [TestCase(401, IoTCError.WrongKey)]
    [TestCase(404, IoTCError.UnknownDevice)]
    public async Task A_refusal_inside_another_message_is_named_too(int status, IoTCError error)
    {
        Azure.Faults.NestDpsErrors = true;
        Azure.Faults.NextDps(DpsFault.Status(status));
        IoTCOptions options = Options();
        Expect.Failure(await FailAsync(options), options, error, $"({status}", "tracking id");
    }

    // What a hotel's network answers in DPS's place.
    [TestCase(200, IoTCError.ProtocolViolation, "not a JSON object")]
    [TestCase(302, IoTCError.BadRequest, "HTTP 302")]
    [TestCase(511, IoTCError.ServiceUnavailable, "HTTP 511")]
    public async Task A_page_in_its_place_is_named(int status, IoTCError error, string words)
    {
        Azure.Faults.NextDps(DpsFault.NonJsonBody(status), int.MaxValue);
        IoTCOptions options = Options();
        options.ProvisioningTimeoutMs = 1500;
        Expect.Failure(await FailAsync(options), options, error, words);
    }
}
