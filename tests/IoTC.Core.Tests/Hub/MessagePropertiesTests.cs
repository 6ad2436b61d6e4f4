using System;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Message properties as a program fills them.</summary>
[TestFixture]
internal sealed class MessagePropertiesTests
{
    [Test]
    public void EverySystemPropertyHasItsName()
    {
        var properties = new MessageProperties
        {
            MessageId = "m/1",
            CorrelationId = "c 2",
            UserId = "ü",
            CreationTime = new DateTimeOffset(2026, 9, 21, 14, 0, 0, 250, TimeSpan.FromHours(2)),
            Component = "inlet",
            ContentType = "text/csv",
            ContentEncoding = "utf-8",
            ["alert"] = "high",
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(properties.ToString(), Is.EqualTo(
                "$.mid=m%2F1&$.cid=c%202&$.uid=%C3%BC&$.ctime=2026-09-21T12%3A00%3A00.250Z&$.sub=inlet&$.ct=text%2Fcsv&$.ce=utf-8&alert=high"));
            Assert.That(properties.Count, Is.EqualTo(8));
            Assert.That((properties.MessageId, properties.CorrelationId, properties.UserId), Is.EqualTo(("m/1", "c 2", "ü")));
            Assert.That((properties.Component, properties.ContentType, properties.ContentEncoding), Is.EqualTo(("inlet", "text/csv", "utf-8")));
            Assert.That(properties.CreationTime, Is.EqualTo(new DateTimeOffset(2026, 9, 21, 12, 0, 0, 250, TimeSpan.Zero)));
            Assert.That(properties["alert"], Is.EqualTo("high"));
        }
    }

    [TestCase("a", "b=2&c=3")]
    [TestCase("b", "a=1&c=3")]
    [TestCase("c", "a=1&b=2")]
    [TestCase("d", "a=1&b=2&c=3")]
    [TestCase("", "a=1&b=2&c=3")]
    public void OneIsRemoved(string name, string left)
    {
        var properties = new MessageProperties { { "a", "1" }, { "b", "2" }, { "c", "3" } };
        bool wasThere = properties.Remove(name);
        Assert.That((properties.ToString(), properties.Count, wasThere), Is.EqualTo((left, wasThere ? 2 : 3, left.Length < 11)));
        properties.Add("e", "5");
        Assert.That(properties.ToString(), Is.EqualTo(left + "&e=5"));
    }

    [Test]
    public void TheLastOneIsRemovedAndReplaced()
    {
        var properties = new MessageProperties { ["a b"] = "1" };
        properties["a b"] = "2";
        Assert.That((properties.ToString(), properties.Count), Is.EqualTo(("a%20b=2", 1)));
        Assert.That(properties.Remove("a b"), Is.True);
        Assert.That((properties.ToString(), properties.Count), Is.EqualTo(("", 0)));
        properties.Add("c", "3");
        Assert.That(properties.ToString(), Is.EqualTo("c=3"));
    }

    [Test]
    public void NullIsAPropertyWithoutAValueAndEmptyIsNot()
    {
        var properties = new MessageProperties { { "null", null }, { "empty", "" } };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(properties.ToString(), Is.EqualTo("null&empty="));
            Assert.That(properties.TryGet("null", out string? none), Is.True);
            Assert.That(none, Is.Null);
            Assert.That(properties["empty"], Is.Empty);
            Assert.That(properties.TryGet("nul", out _), Is.False);
        }
    }

    [Test]
    public void AContentTypeThatIsRemovedIsTheClientsAgain()
    {
        var properties = new MessageProperties { ContentType = "a", ContentEncoding = "b" };
        Assert.That((properties.HasContentType, properties.HasContentEncoding), Is.EqualTo((true, true)));
        (properties.ContentType, properties.ContentEncoding) = (null, null);
        Assert.That((properties.HasContentType, properties.HasContentEncoding, properties.ToString()), Is.EqualTo((false, false, "")));
        properties.ContentType = "a";
        properties.Clear();
        Assert.That(properties.HasContentType, Is.False);
    }

    [Test]
    public void WhatCannotBeSentIsRefusedAndChangesNothing()
    {
        var properties = new MessageProperties { { "a", "1" } };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => properties.Add("", "1"), Throws.ArgumentException.With.Message.Contains("needs a name"));
            Assert.That(() => properties.Add("b", "x\0"), Throws.ArgumentException.With.Message.Contains("U+0000"));
            Assert.That(() => properties.Add("\uD800", "x"), Throws.ArgumentException.With.Message.Contains("surrogate"));
            Assert.That(() => properties.Add("a", "2"), Throws.ArgumentException.With.Message.Contains("a was added before"));
            Assert.That(() => properties.Add("b", new string('x', 17_000)), Throws.ArgumentException.With.Message.Contains("16 KB"));
            Assert.That(() => properties.QoS = 2, Throws.ArgumentException.With.Message.Contains("closes the connection on QoS 2"));
            Assert.That(() => properties.QoS = -1, Throws.ArgumentException);
            Assert.That(properties.ToString(), Is.EqualTo("a=1"));
            Assert.That((properties.Count, properties.QoS), Is.EqualTo((1, 1)));
        }
    }
}
