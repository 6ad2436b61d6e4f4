using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Rest;

/// <summary>The dashboard as a browser gets it.</summary>
public sealed partial class DashboardTests : ServiceFixture
{
    [TestCase("/", "text/html; charset=utf-8")]
    [TestCase("/dashboard.css", "text/css; charset=utf-8")]
    [TestCase("/dashboard.js", "text/javascript; charset=utf-8")]
    [TestCase("/dashboard.svg", "image/svg+xml")]
    public async Task EachFileHasItsTypeAndThePolicy(string path, string type)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);
        string policy = string.Join("", response.Headers.GetValues("Content-Security-Policy"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo(type));
            Assert.That(policy, Does.Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Contain("require-trusted-types-for 'script'"));
            Assert.That(policy, Does.Not.Contain("unsafe").And.Not.Contain("*").And.Not.Contain("http").And.Not.Contain("data:"));
            Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(await response.Content.ReadAsByteArrayAsync(Limit), Is.Not.Empty);
        }
    }

    [Test]
    public async Task ThePageNamesOnlyFilesThatAreServedAndHasNothingInline()
    {
        string page = await Service.GetStringAsync("/", Limit);
        string[] named = [.. References().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.That(named, Is.EquivalentTo(new[] { "/dashboard.svg", "/dashboard.css", "/dashboard.js" }));
        Assert.That(page, Does.Not.Match(@"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+="));
    }

    [Test]
    public async Task TheScriptWritesTextAndNoMarkup()
    {
        string script = await Service.GetStringAsync("/dashboard.js", Limit);
        string[] ways = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "createContextualFragment", "setHTMLUnsafe", "DOMParser", ".src", ".href", "http:", "https:"];
        Assert.That(ways.Where(way => script.Contains(way, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task EveryElementThatTheScriptLooksForIsInThePage()
    {
        string page = await Service.GetStringAsync("/", Limit);
        string script = await Service.GetStringAsync("/dashboard.js", Limit);
        string[] ids = [.. Elements().Matches(script).Select(match => match.Groups[1].Value).Distinct()];
        Assert.That(ids, Has.Length.GreaterThan(10));
        Assert.That(ids.Where(id => !page.Contains($"id=\"{id}\"", StringComparison.Ordinal)), Is.Empty);
    }

    // All calls stand in one table, and go through one fetch.
    [Test]
    public async Task EveryCallOfTheScriptIsARoute()
    {
        Azure.AddDevice("d1");
        string script = await Service.GetStringAsync("/dashboard.js", Limit);
        Dictionary<string, (string Method, string Path)> table = Calls().Matches(script).ToDictionary(match => match.Groups["name"].Value, match => (match.Groups["method"].Value, match.Groups["path"].Value));
        string[] used = [.. Uses().Matches(script).Select(match => match.Groups[1].Value).Distinct()];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(used, Is.EquivalentTo(table.Keys));
            Assert.That(Regex.Count(script, @"\bfetch\("), Is.EqualTo(1));
            Assert.That(Regex.Count(script, "EventSource|XMLHttpRequest|sendBeacon|WebSocket"), Is.EqualTo(1));
        }

        foreach ((string name, (string method, string path)) in table)
        {
            string id = path.StartsWith("/faults", StringComparison.Ordinal) ? "hub-tls" : "d1";
            using HttpResponseMessage response = await SendAsync(method, path.Replace("{id}", id, StringComparison.Ordinal), method == "GET" ? null : "{}");
            string answer = await response.Content.ReadAsStringAsync(Limit);
            Assert.That(answer, Does.Not.Contain("No such"), name);
        }
    }

    [Test]
    public async Task ThePageMayCallWhatServesItAndNoOtherPageMay()
    {
        Azure.AddDevice("d1");
        string own = $"http://127.0.0.1:{Azure.RestPort}";
        string[] origins = [own, "null", "https://evil.example", $"https://127.0.0.1:{Azure.RestPort}", $"http://localhost:{Azure.RestPort}", "http://127.0.0.1:1", $"{own}.evil.example"];
        List<int> statuses = [];
        foreach (string origin in origins)
        {
            using HttpResponseMessage response = await SendAsync("POST", "/faults/hub-tls", """{"count":0}""", origin);
            statuses.Add((int)response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { 200, 403, 403, 403, 403, 403, 403 }));
    }

    [TestCase("/")]
    [TestCase("/dashboard.js")]
    [TestCase("/events")]
    public async Task AForeignHostGetsNothing(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
        using HttpResponseMessage response = await Service.SendAsync(request, Limit);
        Assert.That((int)response.StatusCode, Is.EqualTo(403));
    }

    [Test]
    public async Task IsReadOnly()
    {
        using HttpResponseMessage response = await SendAsync("POST", "/", "{}");
        Assert.That((int)response.StatusCode, Is.EqualTo(405));
    }

    [Test]
    public async Task IsNotOnThePortThatDevicesReach()
    {
        using var dps = new DpsClient(Azure);
        using HttpResponseMessage response = await dps.SendAsync(HttpMethod.Get, "/", null, null, Limit);
        Assert.That((int)response.StatusCode, Is.EqualTo(404));
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex References();

    [GeneratedRegex("(?:find|onSubmit)\\(\"([^\"]*)\"")]
    private static partial Regex Elements();

    [GeneratedRegex(@"^  (?<name>\w+): \[""(?<method>[A-Z]+)"", ""(?<path>/[^""]*)""\],$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();

    [GeneratedRegex("call\\(\"(\\w+)\"")]
    private static partial Regex Uses();
}
