using System;
using System.Globalization;
using System.Text;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Json;

[TestFixture]
internal sealed class JsonNumberTests
{
    [TestCase("0", 0d)]
    [TestCase("1", 1d)]
    [TestCase("-1.5", -1.5)]
    [TestCase("0.1", 0.1)]
    [TestCase("123456789012345", 123456789012345d)]
    [TestCase("1e22", 1e22)]
    [TestCase("1E-22", 1e-22)]
    [TestCase("9007199254740993", 9007199254740992d)]
    [TestCase("21.40", 21.4)]
    [TestCase("-0.000001", -1e-6)]
    [TestCase("0e99999999999", 0d)]
    [TestCase("1e-99999999999", 0d)]
    [TestCase("1e99999999999", double.PositiveInfinity)]
    [TestCase("-1e400", double.NegativeInfinity)]
    public void Parses(string text, double expected)
    {
        Assert.That(JsonValue.Parse(text).GetDouble(), Is.EqualTo(expected));
    }

    [TestCase(0d)]
    [TestCase(1d)]
    [TestCase(-1d)]
    [TestCase(0.1)]
    [TestCase(21.4)]
    [TestCase(-273.15)]
    [TestCase(1e15)]
    [TestCase(1e16)]
    [TestCase(1e21)]
    [TestCase(123456.789)]
    [TestCase(0.00001)]
    [TestCase(9.999999999999999)]
    [TestCase(0.30000000000000004)]
    [TestCase(9007199254740991d)]
    [TestCase(-9007199254740993d)]
    public void WritesExactly(double value)
    {
        Assert.That(Parse(Write(value)), Is.EqualTo(value));
    }

    [TestCase(double.MaxValue)]
    [TestCase(double.MinValue)]
    [TestCase(double.Epsilon)]
    [TestCase(2.2250738585072014E-308)]
    [TestCase(1.2345678901234567E+300)]
    [TestCase(-9.8765432109876543E-200)]
    public void WritesExtremes(double value)
    {
        string text = Write(value);
        Assert.That(text, Has.Length.LessThanOrEqualTo(JsonNumber.MaxDoubleLength));
        Assert.That(Parse(text), Is.EqualTo(value).Within(Math.Max(Math.Abs(value) * 1e-14, 0)));
    }

    [Test]
    public void SensorValuesSurviveInTheirShortestForm()
    {
        // Six significant digits, as a sensor gives them: text, number and text again are the same.
        var random = new Random(20);
        for (int i = 0; i < 5000; i++)
        {
            string text = (random.Next(1, 10_000_000) / 1000m).ToString(CultureInfo.InvariantCulture);
            double value = double.Parse(text, CultureInfo.InvariantCulture);
            Assert.That(JsonValue.Parse(text).GetDouble(), Is.EqualTo(value), text);
            Assert.That(Write(value), Is.EqualTo(value.ToString("R", CultureInfo.InvariantCulture)));
        }
    }

    [Test]
    public void RandomNumbersComeBack()
    {
        var random = new Random(21);
        for (int i = 0; i < 20000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value)) continue;
            string text = Write(value);
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Assert.That(JsonText.IsValid(utf8, 0, utf8.Length), Is.True, text);
            Assert.That(Parse(text), Is.EqualTo(value).Within(Math.Abs(value) * 1e-14), text);
            Assert.That(JsonValue.Parse(text).GetDouble(), Is.EqualTo(value).Within(Math.Abs(value) * 1e-14), text);
        }
    }

    [Test]
    public void CultureDoesNotMatter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = comma;
            Assert.That(Write(-1.5), Is.EqualTo("-1.5"));
            Assert.That(JsonValue.Parse("-1.5").GetDouble(), Is.EqualTo(-1.5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Write(double value)
    {
        var writer = new JsonWriter(0, 100);
        writer.WriteNumberValue(value);
        return writer.ToString();
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
