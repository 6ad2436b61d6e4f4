using System;
using System.Collections.Generic;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Plays a scene again and again: whole, byte by byte, cut at every index, and with a transport that takes one, three or seven bytes at a time.</summary>
/// <remarks>The scene's own expectations have to hold every time: whatever the pieces, the same events and the same output.</remarks>
internal static class Play
{
    public static void EveryWay(Action<SessionScript> scene) => EveryWay(() => SessionScript.Settings(), scene);

    public static void EveryWay(Func<MqttSessionOptions> settings, Action<SessionScript> scene)
    {
        int length = Once(settings, scene, Feeding.Whole);
        foreach (Feeding feeding in Others(length)) Once(settings, scene, feeding);
    }

    private static int Once(Func<MqttSessionOptions> settings, Action<SessionScript> scene, Feeding feeding)
    {
        var script = new SessionScript(settings(), feeding);
        scene(script);
        script.Finish();
        return script.Received;
    }

    private static IEnumerable<Feeding> Others(int length)
    {
        yield return new Feeding("byte by byte", ByteByByte: true);
        yield return new Feeding("byte by byte, both ways", ByteByByte: true, SendPiece: 1);
        yield return new Feeding("one byte a send", SendPiece: 1);
        yield return new Feeding("three bytes a send", SendPiece: 3);
        yield return new Feeding("seven bytes a send", SendPiece: 7);
        for (int i = 1; i < length; i++) yield return new Feeding("cut at " + i, CutAt: i);
    }
}
