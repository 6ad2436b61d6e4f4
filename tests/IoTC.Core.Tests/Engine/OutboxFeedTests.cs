using System.Collections.Generic;
using System.Linq;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>What goes when, in virtual time.</summary>
public sealed class OutboxFeedTests
{
    private readonly Queue<int> _tokens = new();

    [Test]
    public void Nothing_goes_without_a_connection()
    {
        var feed = new OutboxFeed(64, 50, 1000);
        Assert.That(feed.TryGetNext(0, out _, out _), Is.False);
        Assert.That(feed.NextDeadlineMs, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void What_piled_up_goes_at_the_rate_that_was_set()
    {
        var feed = new OutboxFeed(64, 50, 10_000);
        feed.HandleConnected(0);
        Assert.That(Run(feed, 0, 60_000), Is.InRange(3000, 3002), "50 a second for a minute");
    }

    [Test]
    public void Without_a_limit_all_goes_at_once()
    {
        var feed = new OutboxFeed(64, 0, 10_000);
        feed.HandleConnected(0);
        Assert.That(Run(feed, 0, 1), Is.EqualTo(10_000));
    }

    [Test]
    public void Live_messages_are_never_slowed_down_and_the_pile_shrinks_at_the_rate()
    {
        var feed = new OutboxFeed(64, 50, 5000);
        feed.HandleConnected(0);
        long appended = 5000;
        long sent = 0;
        for (long now = 0; now < 50_000; now += 10)
        {
            feed.HandleAppended(++appended);
            sent += Run(feed, now, now);
        }

        // 100 a second come, 150 a second go.
        Assert.That(sent, Is.InRange(7498, 7502));
        Assert.That(appended - sent, Is.InRange(2498, 2502));
    }

    [Test]
    public void A_burst_of_live_messages_goes_as_it_comes()
    {
        var feed = new OutboxFeed(64, 50, 0);
        feed.HandleConnected(0);
        feed.HandleAppended(2000);
        Assert.That(Run(feed, 5, 5), Is.EqualTo(2000));
    }

    [Test]
    public void Permissions_do_not_pile_up_while_nothing_is_sent()
    {
        var feed = new OutboxFeed(64, 50, 0);
        feed.HandleConnected(0);
        Assert.That(Run(feed, 0, 3_600_000), Is.Zero);
        feed.HandleDisconnected();
        feed.HandleAppended(10_000);
        feed.HandleConnected(3_600_000);
        Assert.That(Run(feed, 3_600_000, 3_601_000), Is.InRange(50, 52));
    }

    [Test]
    public void No_more_is_with_the_engine_than_the_window()
    {
        var feed = new OutboxFeed(8, 0, 100);
        feed.HandleConnected(0);
        var taken = new List<long>();
        while (feed.TryGetNext(0, out long from, out _))
        {
            taken.Add(from);
            _tokens.Enqueue(feed.Take(from));
        }

        Assert.That(taken, Is.EqualTo(Enumerable.Range(1, 8)));
        Assert.That(feed.Complete(_tokens.Dequeue()), Is.EqualTo(1));
        Assert.That(feed.TryGetNext(0, out long next, out _) ? next : 0, Is.EqualTo(9));
    }

    [Test]
    public void What_the_engine_had_no_room_for_goes_first_when_there_is()
    {
        var feed = new OutboxFeed(8, 50, 100);
        feed.HandleConnected(0);
        Assert.That(feed.TryGetNext(0, out long first, out _), Is.True);
        feed.GiveBack(feed.Take(first), 0);
        Assert.That(feed.TryGetNext(0, out _, out _), Is.False);
        Assert.That(feed.NextDeadlineMs, Is.EqualTo(100));
        Assert.That(feed.TryGetNext(100, out long again, out _) ? again : 0, Is.EqualTo(first));
    }

    [Test]
    public void What_the_engine_gave_up_is_read_again()
    {
        var feed = new OutboxFeed(8, 0, 5);
        feed.HandleConnected(0);
        int[] tokens = [.. Enumerable.Range(1, 5).Select(sequence => feed.Take(sequence))];
        feed.Complete(tokens[1]);
        foreach (int token in (int[])[tokens[0], tokens[2], tokens[3], tokens[4]]) feed.GoBack(token);
        Assert.That(feed.TryGetNext(0, out long from, out long upTo), Is.True);
        Assert.That((from, upTo), Is.EqualTo((1L, 5L)));
        Assert.That(feed.IsFinished(2), Is.False, "it is before what is read next; the outbox knows that it is completed");
    }

    [Test]
    public void It_never_asks_to_be_called_at_a_time_that_is_past()
    {
        var feed = new OutboxFeed(4, 7, 1000);
        feed.HandleConnected(0);
        long now = 0;
        for (int i = 0; i < 1000; i++)
        {
            Run(feed, now, now);
            long due = feed.NextDeadlineMs;
            Assert.That(due, Is.GreaterThan(now));
            if (due == long.MaxValue) break;
            now = due;
        }

        Assert.That(now, Is.InRange(140_000, 145_000), "1000 at 7 a second, and not one call more than it takes");
    }

    // An engine that acknowledges at once.
    private static int Run(OutboxFeed feed, long fromMs, long untilMs)
    {
        int sent = 0;
        long now = fromMs;
        while (now <= untilMs)
        {
            while (feed.TryGetNext(now, out long next, out _))
            {
                Assert.That(feed.Complete(feed.Take(next)), Is.EqualTo(next));
                sent++;
            }

            if (feed.NextDeadlineMs > untilMs) break;
            now = feed.NextDeadlineMs;
        }

        return sent;
    }
}
